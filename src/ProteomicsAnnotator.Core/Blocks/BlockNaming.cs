using System.Diagnostics.CodeAnalysis;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// Names the blocks of one open root. Below the configured data root a block has one id however one came to it:
/// relative to that root, with a flat label key. Elsewhere the id is relative to the open root and the label key is
/// the absolute path of the block's parent folder and the bare folder name.
/// </summary>
public sealed class BlockNaming
{
    private static readonly StringComparison PathComparison =
        OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    private readonly string _root;
    private readonly string _configuredRoot;
    private readonly string? _below;

    public BlockNaming(string root, string configuredRoot)
    {
        _root = Absolute(root);
        _configuredRoot = Absolute(configuredRoot);
        _below = Relative(_configuredRoot, _root)
            ?? Relative(RealPath.Of(_configuredRoot), RealPath.Of(_root));
    }

    /// <summary>True when the open root is the configured one or lies below it.</summary>
    public bool IsConfigured => _below is not null;

    /// <summary>False when the path cannot be spelled as a <see cref="BlockId"/>.</summary>
    /// <param name="relativePath">The block's folder below the open root, with '/'.</param>
    /// <param name="name">The block's id and label key.</param>
    /// <param name="reason">Why not, in words.</param>
    public bool TryName(
        string relativePath, [NotNullWhen(true)] out BlockName? name, [NotNullWhen(false)] out string? reason)
    {
        name = null;
        reason = null;
        string text = string.IsNullOrEmpty(_below) ? relativePath : _below + "/" + relativePath;
        if (!BlockId.TryParse(text, out BlockId id, out reason))
        {
            return false;
        }

        if (_below is not null)
        {
            name = new BlockName(id, new LabelKey(null, id));
            return true;
        }

        string folder = Path.Combine(_root, relativePath.Replace('/', Path.DirectorySeparatorChar));
        if (Relative(_configuredRoot, folder) is { Length: > 0 } flat)
        {
            if (!BlockId.TryParse(flat, out BlockId flatId, out reason))
            {
                return false;
            }

            name = new BlockName(id, new LabelKey(null, flatId));
            return true;
        }

        string parent = Path.GetDirectoryName(folder) ?? _root;
        name = new BlockName(id, new LabelKey(parent, BlockId.Parse(id.Name)));
        return true;
    }

    /// <summary>For points of the root itself.</summary>
    /// <exception cref="FormatException">The root's path below the configured one cannot be spelled as an id.</exception>
    public PointNames Points()
    {
        if (!TryName(BlockId.ExamplePoint, out BlockName? name, out string? reason))
        {
            throw new FormatException(reason);
        }

        return new PointNames(name.Id.Value[..^BlockId.ExamplePoint.Length], name.Key.Root, name.Key.Block == name.Id);
    }

    /// <summary>The block's folder below the open root, with '/', in form C; null when the id is of no block there.</summary>
    public string? BelowRoot(BlockId id)
    {
        if (string.IsNullOrEmpty(_below))
        {
            return id.Value;
        }

        string prefix = UnicodeForm.ToNfc(_below) + "/";
        return id.Value.StartsWith(prefix, StringComparison.Ordinal) ? id.Value[prefix.Length..] : null;
    }

    private static string Absolute(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>Path of <paramref name="path"/> below <paramref name="ancestor"/> with '/', "" when equal, else null.</summary>
    private static string? Relative(string ancestor, string path)
    {
        if (path.Equals(ancestor, PathComparison))
        {
            return "";
        }

        string prefix = Path.EndsInDirectorySeparator(ancestor) ? ancestor : ancestor + Path.DirectorySeparatorChar;
        return path.StartsWith(prefix, PathComparison)
            ? path[prefix.Length..].Replace(Path.DirectorySeparatorChar, '/')
            : null;
    }
}

/// <summary>What a block is called on screen and what its labels are stored under.</summary>
public sealed record BlockName(BlockId Id, LabelKey Key);
