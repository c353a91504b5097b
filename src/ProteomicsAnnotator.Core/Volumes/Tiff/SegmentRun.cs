namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>Coded segments of one page that lie close together in the file: <see cref="Bytes"/> from <see cref="Offset"/> on, read at once.</summary>
internal readonly record struct SegmentRun(StackPart Part, int First, int Count, long Offset, int Bytes);
