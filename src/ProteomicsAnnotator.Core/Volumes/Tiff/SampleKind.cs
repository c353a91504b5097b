namespace ProteomicsAnnotator.Core.Volumes.Tiff;

internal enum SampleKind
{
    Unsigned,
    Signed,
    Float,
}
