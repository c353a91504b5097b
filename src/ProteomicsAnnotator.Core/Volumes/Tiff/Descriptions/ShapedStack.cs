using System.Text.Json;

namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>
/// Files of tifffile with <c>{"shape": [...], "axes": "...", "truncated": true}</c> as the description: the shape of
/// the array that was written. A truncated file holds all planes behind its only page. Programs that crop or append
/// leave the description as it was: the pages then count, and a notice says so.
/// </summary>
internal sealed class ShapedStack
{
    private const int MostAxes = 64;
    private readonly IReadOnlyList<TiffDirectory> _pages;
    private readonly TiffDirectory _first;
    private readonly List<int> _shape;
    private readonly string _axes;
    private readonly bool _isTruncated;
    private readonly long _stored;

    private ShapedStack(IReadOnlyList<TiffDirectory> pages, List<int> shape, string axes, bool isTruncated)
    {
        _pages = pages;
        _first = pages[0];
        _shape = shape;
        _axes = axes;
        _isTruncated = isTruncated;
        _stored = pages.Count * _first.Integer(TiffTag.ImageDepth, 1);
    }

    private TiffInput Input => _first.Input;

    private long Height => _first.Integer(TiffTag.ImageLength, 0);

    private long Width => _first.Integer(TiffTag.ImageWidth, 0);

    /// <summary>Null when the text is no JSON with a shape.</summary>
    public static StackPlan? TryPlan(string description, IReadOnlyList<TiffDirectory> pages)
    {
        TiffInput input = pages[0].Input;
        try
        {
            using var json = JsonDocument.Parse(description);
            JsonElement root = json.RootElement;
            if (!root.TryGetProperty("shape", out JsonElement shape) || shape.ValueKind != JsonValueKind.Array
                || shape.GetArrayLength() > MostAxes
                || shape.EnumerateArray().Any(extent => extent.ValueKind != JsonValueKind.Number))
            {
                return null;
            }

            List<int> extents = [.. shape.EnumerateArray().Select(extent => extent.GetInt32())];
            if (extents.Count < 2 || extents.Exists(extent => extent < 1))
            {
                throw input.Corrupt($"The description has the shape [{string.Join(", ", extents)}].");
            }

            string axes = root.TryGetProperty("axes", out JsonElement named) && named.ValueKind == JsonValueKind.String
                ? named.GetString()!
                : "";
            bool truncated = root.TryGetProperty("truncated", out JsonElement flag)
                && flag.ValueKind == JsonValueKind.True;
            return new ShapedStack(pages, extents, axes.Length == extents.Count ? axes : "", truncated).Plan();
        }
        catch (JsonException e) when (description.Contains("\"shape\"", StringComparison.Ordinal))
        {
            throw input.Corrupt($"The description cannot be understood: {e.Message}", e);
        }
        catch (JsonException)
        {
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or FormatException)
        {
            throw input.Corrupt($"The description cannot be understood: {e.Message}", e);
        }
    }

    private StackPlan Plan()
    {
        (int kept, string? stale) = PlaneAxes();
        StackAxes axes = AxesOf(kept);
        if (axes.Planes == 1 && _stored > 1)
        {
            return PlainStack.Plan(_pages) with { Notice = stale };
        }

        bool behind = _stored == 1 && axes.Planes > 1 && _isTruncated;
        if (axes.Planes > _stored && !behind)
        {
            throw Input.Corrupt($"The description announces {axes.Planes} planes, the file holds {_stored}.");
        }

        StackPlan plan = axes.Arrange();
        string? more = behind ? null : StackPlan.MorePagesNotice(_stored, axes.Planes);
        return plan with
        {
            BehindFirstPage = behind,
            VoxelSizeUm = ResolutionTags.Read(_first),
            Notice = StackPlan.Joined(plan.Notice, stale, more),
        };
    }

    private StackAxes AxesOf(int kept) => new(
        Input, _shape.Take(kept).Select((extent, i) => new StackAxis(NameOf(_axes.Length > 0 ? _axes[i] : '?'), extent)));

    /// <summary>How many axes stand ahead of Y and X (and a single sample), and what is said when those are others now.</summary>
    private (int Kept, string? Stale) PlaneAxes()
    {
        int all = _shape.Count;
        bool oneSample = all > 2 && _shape[^1] == 1;
        if (oneSample && _shape[^2] == Width && _shape[^3] == Height)
        {
            return (all - 3, null);
        }

        if (_shape[^1] == Width && _shape[^2] == Height)
        {
            return (all - 2, null);
        }

        string shape = $"[{string.Join(", ", _shape)}]";
        int[] candidates = oneSample ? [all - 2, all - 3] : [all - 2];
        int best = Array.FindIndex(candidates, kept => AxesOf(kept).Planes == _stored);
        best = best < 0 ? Array.FindIndex(candidates, kept => AxesOf(kept).Planes < _stored) : best;
        return best >= 0 && !_isTruncated
            ? (candidates[best], $"The description tells of the shape {shape}; the pages have {Height} x {Width} pixels, and they count.")
            : throw Input.Unsupported(
                $"The description's shape {shape} fits neither the page's {Height} x {Width} nor the {_stored} planes of the file.");
    }

    private static string NameOf(char axis) => axis switch
    {
        'C' => StackAxis.Channel,
        'Z' => StackAxis.Slice,
        'T' => StackAxis.Time,
        'I' or 'Q' or '?' => StackAxis.Unnamed,
        _ => $"{axis}",
    };
}
