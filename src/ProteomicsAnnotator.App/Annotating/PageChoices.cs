using System.Text.Json;
using System.Text.Json.Serialization;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The <c>ui</c> section of <c>preferences/{username}.json</c>. Widths in CSS pixels.</summary>
public sealed record PageChoices
{
    public bool AutoAdvance { get; init; }

    public bool SkipAnnotated { get; init; }

    /// <summary>The list is in the annotator's own random order.</summary>
    public bool Shuffled { get; init; }

    /// <summary>The tour of the demo's page was shown to its end, or skipped.</summary>
    public bool TourSeen { get; init; }

    /// <summary>Folders of the groups of the list that are folded; null: none.</summary>
    public IReadOnlyList<string>? FoldedGroups { get; init; }

    public int? LeftWidth { get; init; }

    public int? RightWidth { get; init; }

    /// <summary>For admins: usernames that they exclude from consensus and statistics.</summary>
    public IReadOnlyList<string>? ExcludedAnnotators { get; init; }

    /// <summary>For admins: an adjudication hides who voted what; null: nobody chose.</summary>
    public bool? HidesNames { get; init; }

    /// <summary>For admins: it hides the votes as well.</summary>
    public bool? HidesVotes { get; init; }

    /// <summary>For admins: which part of the disagreements they decide, from 1; null: all.</summary>
    public int? AdjudicationPart { get; init; }

    /// <summary>For admins: of how many.</summary>
    public int? AdjudicationParts { get; init; }

    /// <summary>For admins: they know which of their final labels others overruled up to this time.</summary>
    public DateTimeOffset? OverruledUntil { get; init; }

    /// <summary>Keys of commands, as <c>Keys/KeyMap.cs</c> reads them. As it is: what this version does not know of it stays.</summary>
    public JsonElement? Keys { get; init; }

    /// <summary>Choices in a format that this version does not know count as none.</summary>
    public static PageChoices Parse(JsonElement ui)
    {
        try
        {
            return ui.Deserialize(PageChoicesJson.Default.PageChoices) ?? new PageChoices();
        }
        catch (JsonException)
        {
            return new PageChoices();
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(PageChoices))]
internal sealed partial class PageChoicesJson : JsonSerializerContext;
