namespace ProteomicsAnnotator.Core.Export;

/// <summary>The files an export can be made of.</summary>
public enum ExportFormat
{
    /// <summary>One row per block, one column per annotator (CSV).</summary>
    WideCsv,

    /// <summary>One row per label (CSV).</summary>
    LongCsv,

    /// <summary>Everything (JSON).</summary>
    Json,

    /// <summary>The long table with typed columns (Parquet).</summary>
    LabelsParquet,

    /// <summary>The table of answers, one row per block (CSV).</summary>
    BlocksCsv,

    /// <summary>The table of answers with typed columns (Parquet).</summary>
    BlocksParquet,

    /// <summary>Points of a volume with their classes, as annotations of Neuroglancer (JSON).</summary>
    Neuroglancer,

    /// <summary>Statistics (JSON).</summary>
    Statistics,

    /// <summary>Every decision ever made (CSV).</summary>
    HistoryCsv,

    /// <summary>Every decision ever made, with typed columns (Parquet).</summary>
    HistoryParquet,
}
