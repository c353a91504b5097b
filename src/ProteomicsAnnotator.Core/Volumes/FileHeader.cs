using System.Diagnostics.CodeAnalysis;
using ProteomicsAnnotator.Core.Volumes.Tiff;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>A file's opened headers, or why they could not be.</summary>
internal sealed record FileHeader(TiffReader? Reader, Exception? Fault)
{
    [MemberNotNullWhen(true, nameof(Reader))]
    public bool IsReadable => Reader is not null;
}
