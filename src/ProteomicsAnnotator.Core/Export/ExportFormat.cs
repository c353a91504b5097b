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

    /// <summary>Statistics (JSON).</summary>
    Statistics,

    /// <summary>Every decision ever made (CSV).</summary>
    HistoryCsv,

    /// <summary>Every decision ever made, with typed columns (Parquet).</summary>
    HistoryParquet,
}
