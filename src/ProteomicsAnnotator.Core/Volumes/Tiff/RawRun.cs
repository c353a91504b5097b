namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>Rows of plain numbers that lie together both in the file and in the wanted volume (rows of all planes).</summary>
internal readonly record struct RawRun(long Offset, long FirstRow, long Rows);
