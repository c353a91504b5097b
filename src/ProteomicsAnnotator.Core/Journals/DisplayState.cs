using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>How the visible channels looked at a decision.</summary>
/// <param name="Channels">In the order of the block.</param>
/// <param name="Projection">Of 3D; null: no 3D was on screen.</param>
/// <param name="Slab">How the slices of a slab are made one; null: there was none.</param>
/// <param name="Thickness">Slices of the slab.</param>
public sealed record DisplayState(IReadOnlyList<DisplayedChannel> Channels, string? Projection, string? Slab, int? Thickness)
{
    /// <summary>Of the 400 bytes of <c>ev</c> so many are for this; all other members together fit into the rest.</summary>
    internal const int MaxBytes = 275;

    private static readonly Regex Word = new(@"^[a-z]{1,16}\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    /// <summary>
    /// As it stands in <c>ev</c>. Channels that do not fit into <see cref="MaxBytes"/> are left out from the last one on, and
    /// <c>left_out</c> says how many; what makes no sense is left out, too.
    /// </summary>
    public string ToJson()
    {
        DisplayedChannel[] channels = [.. Channels.Take(MaxBytes).Select(channel => channel.Sound)];
        for (int count = channels.Length; ; count--)
        {
            ReadOnlySpan<byte> json = Serialize(channels.AsSpan(0, count), Channels.Count - count);
            if (json.Length <= MaxBytes || count == 0)
            {
                return System.Text.Encoding.UTF8.GetString(json);
            }
        }
    }

    private ReadOnlySpan<byte> Serialize(ReadOnlySpan<DisplayedChannel> channels, int leftOut)
    {
        var buffer = new ArrayBufferWriter<byte>(MaxBytes);
        using var writer = new Utf8JsonWriter(buffer, EvidenceJson.Compact);
        writer.WriteStartObject();
        writer.WriteStartArray("channels"u8);
        foreach (DisplayedChannel channel in channels)
        {
            channel.Write(writer);
        }

        writer.WriteEndArray();
        if (leftOut > 0)
        {
            writer.WriteNumber("left_out"u8, leftOut);
        }

        if (Projection is not null && Word.IsMatch(Projection))
        {
            writer.WriteString("projection"u8, Projection);
        }

        if (Slab is not null && Word.IsMatch(Slab) && Thickness is >= 1 and <= 10_000)
        {
            writer.WriteString("slab"u8, Slab);
            writer.WriteNumber("thickness"u8, Thickness.Value);
        }

        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenSpan;
    }
}

/// <param name="Key">The channel's name in the block.</param>
/// <param name="Color">#rrggbb, or the name of a scale of colours.</param>
/// <param name="Limits">Low and high; null: Auto of the block.</param>
/// <param name="Gamma">1 as a rule.</param>
public sealed record DisplayedChannel(string? Key, string? Color, IReadOnlyList<double>? Limits, double? Gamma)
{
    private const int MaxKey = 60;
    private static readonly Regex ColorForm = new(@"^(#[0-9A-Fa-f]{6}|[a-z]{1,16})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    /// <summary>Without what makes no sense.</summary>
    internal DisplayedChannel Sound => new(
        Key is { Length: > MaxKey } ? null : Key,
        Color is not null && ColorForm.IsMatch(Color) ? Color : null,
        Limits is { Count: 2 } limits && limits.All(double.IsFinite) ? limits : null,
        Gamma is { } gamma && double.IsFinite(gamma) && gamma != 1 ? gamma : null);

    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (Key is not null)
        {
            writer.WriteString("key"u8, Key);
        }

        if (Color is not null)
        {
            writer.WriteString("color"u8, Color);
        }

        if (Limits is { } limits)
        {
            writer.WriteStartArray("limits"u8);
            writer.WriteNumberValue(Math.Round(limits[0], 4));
            writer.WriteNumberValue(Math.Round(limits[1], 4));
            writer.WriteEndArray();
        }

        if (Gamma is { } gamma)
        {
            writer.WriteNumber("gamma"u8, Math.Round(gamma, 3));
        }

        writer.WriteEndObject();
    }
}
