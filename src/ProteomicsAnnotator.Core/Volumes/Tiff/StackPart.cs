namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// <see cref="Slices"/> planes of a channel from plane <see cref="Z"/> on, out of a page from its slice
/// <see cref="FirstSlice"/> on. With <see cref="RawOffset"/> they lie in the file as one piece of plain numbers.
/// </summary>
internal readonly record struct StackPart(TiffPage Page, int FirstSlice, int Z, int Slices, long? RawOffset);
