namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>One axis of a stack beside Y and X.</summary>
/// <param name="Name"><see cref="Channel"/>, <see cref="Slice"/>, <see cref="Time"/>, <see cref="Unnamed"/> or the file's own word.</param>
/// <param name="Length">Planes along it.</param>
internal readonly record struct StackAxis(string Name, int Length)
{
    public const string Channel = "C";
    public const string Slice = "Z";
    public const string Time = "T";
    public const string Unnamed = "";
}
