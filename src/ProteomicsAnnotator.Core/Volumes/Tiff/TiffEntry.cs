namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>A directory entry; <see cref="ValueAt"/> is where its value lies in the file, inline or not.</summary>
internal readonly record struct TiffEntry(TiffTag Tag, int FieldType, long Count, long ValueAt)
{
    /// <summary>Bytes of one value of the field type; 0 for types that TIFF does not define.</summary>
    public static int TypeBytes(int fieldType) => fieldType switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 or 16 or 17 or 18 => 8,
        _ => 0,
    };
}
