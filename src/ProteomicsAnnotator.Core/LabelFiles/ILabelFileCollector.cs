using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>What becomes of a derived file while <see cref="LabelFileReader"/> reads it: all of it, or only the votes.</summary>
internal interface ILabelFileCollector
{
    /// <summary>Wants unknown properties too, as bytes.</summary>
    public bool KeepsAll { get; }

    /// <param name="name">Of a property beside the entries.</param>
    /// <param name="text">Its value if that is a text.</param>
    /// <param name="raw">Its value as it stands; empty unless <see cref="KeepsAll"/>.</param>
    public void TakeTop(string name, string? text, byte[] raw);

    /// <summary>Flags and notes of blocks that have no entry.</summary>
    public void TakeMarks(IReadOnlyDictionary<BlockId, BlockMark> marks, IReadOnlyList<KeyValuePair<string, byte[]>> others);

    /// <summary>The entries that follow, up to <see cref="EndFolder"/>, are those of a nested folder.</summary>
    public void BeginFolder(string folder);

    public void EndFolder();

    /// <param name="name">At the entry's property name.</param>
    /// <param name="entry">Without what is not kept.</param>
    public void Take(ref Utf8JsonReader name, LabelFileEntry entry);

    /// <param name="what">The block and what stands there in place of a label, in words.</param>
    public void TakeUnusable(string what);
}
