using System.Text.Json.Serialization;

namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>Twin of DecisionMode in src/viewer/src/page/contract.ts: what label keys decide.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DecisionMode>))]
public enum DecisionMode
{
    [JsonStringEnumMemberName("own")]
    Own,

    [JsonStringEnumMemberName("final")]
    Final,

    /// <summary>A second opinion on a block that another admin decides; the final label is hidden.</summary>
    [JsonStringEnumMemberName("second")]
    Second,
}

/// <summary>The modes in words.</summary>
internal static class DecisionModeText
{
    /// <summary>What an admin is doing in it, as in "you are setting final labels".</summary>
    public static string DoingIn(DecisionMode mode) => mode == DecisionMode.Second ? "you are giving second opinions" : "you are setting final labels";

    /// <summary>Why a key decides nothing: it would now do something else than it meant; null: it decides.</summary>
    /// <param name="pressed">The mode on the page when it was pressed.</param>
    /// <param name="now">The mode that is.</param>
    /// <param name="isAdmin">Whoever presses it is still an admin.</param>
    public static string? WhyNot(DecisionMode pressed, DecisionMode now, bool isAdmin) => (pressed, now) switch
    {
        (not DecisionMode.Own, _) when pressed == now => isAdmin ? null : "you are not an admin any more",
        _ when pressed == now => null,
        (DecisionMode.Final, DecisionMode.Second) => "the page showed FINAL LABEL, but keys give second opinions now",
        (DecisionMode.Second, DecisionMode.Final) => "the page showed SECOND OPINION, but keys set final labels now",
        (DecisionMode.Final, _) => "the page showed FINAL LABEL, but the adjudication has ended",
        (DecisionMode.Second, _) => "the page showed SECOND OPINION, but the adjudication has ended",
        (_, DecisionMode.Second) => "an adjudication has begun: keys give second opinions now",
        _ => "an adjudication has begun: keys set final labels now",
    };

    public static string WhyNoGallery(DecisionMode mode) => mode == DecisionMode.Second
        ? "The gallery gives your own labels, and you are giving second opinions. Press Esc to stop giving them, then G."
        : "The gallery gives your own labels, and you are setting final ones. Press Esc to stop setting final labels, then G.";
}
