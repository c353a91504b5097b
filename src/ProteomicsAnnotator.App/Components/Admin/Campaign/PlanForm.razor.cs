using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin.Campaign;

/// <summary>What is asked of a further version of the plan, and what it would be.</summary>
public sealed partial class PlanForm
{
    private string _annotators = "";
    private int _votes;
    private int _overlap;
    private double _repeats;
    private double _gold;
    private double _stopAt;
    private int _leastVotes;
    private double _randomShare;
    private WalkOrder _order;
    private string _blocks = "";
    private string _model = "";
    private int _scoreOf;
    private int _seed;
    private string? _fault;

    [Parameter]
    [EditorRequired]
    public required CampaignDesk Desk { get; set; }

    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    [Parameter]
    [EditorRequired]
    public required Func<PlanRequest, Task> OnPreview { get; set; }

    /// <summary>The version that counts is to be taken back; shown first.</summary>
    [Parameter]
    [EditorRequired]
    public required Func<Task> OnUndo { get; set; }

    [Parameter]
    [EditorRequired]
    public required Func<Task> OnStore { get; set; }

    private string Title => Desk.Version is { } version ? $"Version {version.Version + 1}: moves only what nobody has begun" : "First version";

    protected override void OnInitialized()
    {
        PlanRequest before = Desk.Request
            ?? (PlanRequest.Empty with { Annotators = [.. Desk.Labellers.Select(name => new PlannedAnnotator(name, 1))] }).WithUsualVotes(Desk.Settings.TargetVotes, isAsked: false);
        (_annotators, _votes, _overlap, _seed, _order, _blocks) =
            (PlannedAnnotators.Text(before.Annotators), before.Votes, before.OverlapPairs, before.Seed, before.Order, before.Blocks ?? "");
        (_model, _scoreOf) = (before.Model ?? "", before.ScoreOf ?? 0);
        (_repeats, _gold, _stopAt, _leastVotes, _randomShare) = (InPercent(before.Repeats), InPercent(before.Gold), InPercent(before.StopAt), before.LeastVotes, InPercent(before.RandomShare));
    }

    /// <summary>Without what a binary fraction adds: 0.07 is 7, not 7.000000000000001.</summary>
    private static double InPercent(double share) => Math.Round(100 * share, 6);

    private static string CommonText(PlanDraft draft) =>
        (draft.Gold.Count == 0 ? "" : $" On top {Counted.Of(draft.Gold.Count, "gold block")} and {Counted.Of(draft.Decoys.Count, "decoy")}: {Counted.Of(draft.CommonLabels, "label")}.")
        + (draft.Overlaps.Count == 0 ? "" : $" Each two annotators have {FigureText.Count(draft.Overlaps.Min())} to {Counted.Of(draft.Overlaps.Max(), "block")} in common.");

    private static string Percent(double share) => (100 * share).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture);

    private Task PreviewAsync()
    {
        IReadOnlyList<PlannedAnnotator> annotators = PlannedAnnotators.Parse(_annotators, out string? fault);
        _fault = _annotators.Trim().Length == 0 ? "Name the annotators, with commas between them."
            : fault is not null ? $"Annotators: found {fault}."
            : null;
        return _fault is not null ? Task.CompletedTask : OnPreview((Desk.Request ?? PlanRequest.Empty) with
        {
            Votes = _votes,
            Annotators = annotators,
            Seed = _seed,
            Repeats = _repeats / 100,
            OverlapPairs = _overlap,
            Gold = _gold / 100,
            StopAt = _stopAt / 100,
            LeastVotes = _leastVotes,
            RandomShare = _randomShare / 100,
            Blocks = _blocks.Trim() is { Length: > 0 } filter ? filter : null,
            Order = _order,
            Model = _model.Trim() is { Length: > 0 } model ? model : null,
            ScoreOf = _scoreOf == 0 ? null : _scoreOf,
        });
    }
}
