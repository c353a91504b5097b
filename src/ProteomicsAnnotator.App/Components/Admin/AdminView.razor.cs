using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>Shows everyone's labels and where they disagree, and lets an admin settle it.</summary>
public sealed partial class AdminView : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private ReviewWatch? _watch;
    private Task<bool> _last = Task.FromResult(true);
    private FinalLabelDecisions? _decisions;
    private FinalLabelAsked? _focused;
    private AdminKeys? _keys;
    private ElementReference _view;
    private ElementReference _keyFault;
    private ElementReference _no;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    /// <summary>Where its admin is in it; of the page, as it outlives this component.</summary>
    [Parameter]
    public ReviewPlace Place { get; set; } = new();

    /// <summary>The admin went elsewhere in it: another tab, filter or order.</summary>
    [Parameter]
    public Func<Task> OnMoved { get; set; } = () => Task.CompletedTask;

    /// <summary>The sheet of all keys is asked for.</summary>
    [Parameter]
    public Func<Task> OnKeys { get; set; } = () => Task.CompletedTask;

    /// <summary>The command palette is asked for.</summary>
    [Parameter]
    public Func<Task> OnPalette { get; set; } = () => Task.CompletedTask;

    /// <summary>A row was opened (double click, Enter): show the block in the viewer.</summary>
    [Parameter]
    public EventCallback<BlockId> OnOpenBlock { get; set; }

    /// <summary>A row was chosen: show its thumbnail in this element; null: none is.</summary>
    [Parameter]
    public Func<ElementReference, BlockId?, Task> OnPreview { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>The adjudication has started: <see cref="Adjudication.Current"/> is its first block.</summary>
    [Parameter]
    public EventCallback OnAdjudicate { get; set; }

    /// <summary>Why this page takes no decisions until its owner confirms it; null when it takes them.</summary>
    [Parameter]
    public Func<string?> WhyBlocked { get; set; } = () => null;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    private ReviewList List => Place.List;

    /// <summary>Of <see cref="Review"/>: both change together.</summary>
    private FinalLabelDecisions Decisions => _decisions!;

    private bool IsBusy => !_last.IsCompleted;

    private string ReadText => Review.ReadAt is { } time
        ? string.Create(CultureInfo.InvariantCulture, $"Read at {time.ToLocalTime():HH:mm:ss}; changes of others appear by themselves")
        : "Not read yet";

    private IEnumerable<string> Faults =>
    [
        .. Review.Fault is { } fault ? [$"The labels could not be read: {fault}"] : Array.Empty<string>(),
        .. Review.Table.Annotators
            .Where(annotator => annotator.Fault is not null)
            .Select(annotator => $"Not all labels of {annotator.Username} could be read, so some may be missing here: {annotator.Fault}"),
        .. Review.Notices,
    ];

    /// <summary>One rule per class instead of a style per cell: a screenful has thousands of cells.</summary>
    private MarkupString ClassRules
    {
        get
        {
            var rules = new StringBuilder(".c0{--class-color:#868D99;--class-ink:#000}");
            foreach (LabelClass item in Review.Classes.Items)
            {
                rules.Append(CultureInfo.InvariantCulture, $".c{item.Number}{{{ClassStyle.Of(Review.Classes, item.Number)}}}");
            }

            return new MarkupString(rules.ToString());
        }
    }

    /// <summary>Where one block alone is selected.</summary>
    private IReadOnlyList<(int Label, int Count)> VotesOfSelected =>
        List.Selected.Count == 1 && Review.Table.Find(List.Selected.First()) is { } row ? row.VoteCounts : [];

    protected override void OnParametersSet()
    {
        _watch ??= new ReviewWatch(InvokeAsync, OnReviewChanged);
        if (_watch.Follow(Review))
        {
            _decisions = new FinalLabelDecisions(Review, List, _closing.Token);
            _ = SearchChangedFilesAsync();
        }

        List.Update(Review.Table, Review.Figures?.NeedingVotes);
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Decisions.Question is { } question && Place.Pane == ReviewPane.Table && !ReferenceEquals(question, _focused))
        {
            // Cancel has the focus: an Enter typed ahead must not answer the question.
            _focused = question;
            await _no.FocusAsync();
        }

        if (firstRender)
        {
            _keys = new AdminKeys(() => InvokeAsync(Escape), redo => InvokeAsync(() => UndoByKeyAsync(redo)), key => InvokeAsync(() => ExplainKeyAsync(key)), () => InvokeAsync(OnPalette));
            await _keys.WatchAsync(Js, _view, _keyFault, "/" + Assets["viewer/viewer.js"]);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _watch?.Dispose();
        await _closing.CancelAsync();
        _closing.Dispose();
        if (_keys is not null)
        {
            await _keys.DisposeAsync();
        }
    }

    private void Escape()
    {
        LeaveAdjudication();
        StateHasChanged();
    }

    /// <summary>A key is never silent.</summary>
    private Task ExplainKeyAsync(string key)
    {
        if (key == "?")
        {
            return OnKeys();
        }

        Say(ReviewKeyText.Of(key, Place.Pane, List.Selected.Count));
        return Task.CompletedTask;
    }

    private void Say(string words)
    {
        Decisions.Message = words;
        StateHasChanged();
    }

    private async Task UndoByKeyAsync(bool redo)
    {
        await UndoAsync(redo);
        StateHasChanged();
    }

    private Task ShowAsync(ReviewPane pane)
    {
        Place.Show(pane);
        return MoveAsync();
    }

    private Task ListAsync(ReviewFilter filter)
    {
        Place.Show(filter);
        return MoveAsync();
    }

    private Task MoveAsync() => OnMoved();

    private Task RefreshAsync() => RunAsync(async () =>
    {
        await Review.RefreshAsync(_closing.Token);
        _ = SearchChangedFilesAsync();
        return true;
    });

    /// <summary>Runs in the background: it takes long where there are many labels.</summary>
    private async Task SearchChangedFilesAsync()
    {
        try
        {
            await Review.SearchChangedFilesAsync(_closing.Token);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Decisions.Message = $"The channel files could not be compared with those that were labelled: {fault.Message}";
        }
    }

    private Task ExcludeAsync((string Username, bool Excluded) choice) =>
        RunAsync(async () =>
        {
            await Review.SetExcludedAsync(choice.Username, choice.Excluded, _closing.Token);
            return true;
        });

    private Task SetFinalLabelAsync(int? label) => DecideAsync(Decisions.Set(label));

    private Task AcceptConsensusAsync() => DecideAsync(Decisions.AcceptConsensus());

    private Task AcceptCertainAsync(Acceptance shown) => DecideAsync(Decisions.Accept(shown));

    private Task AnswerAsync(bool yes) => Decisions.Answer(yes) is { } decide ? DecideAsync(decide) : Task.CompletedTask;

    private Task UndoAsync(bool redo) => DecideAsync(Decisions.Undo(redo));

    private Task QuestionKeyAsync(KeyboardEventArgs e) => e.Key == "Escape" ? AnswerAsync(false) : Task.CompletedTask;

    private Task OpenBlockAsync(BlockId block)
    {
        Review.Adjudication.OpenFromTable(block, [.. List.Items.Select(item => List.Table!.Blocks[item])]);
        return OnOpenBlock.InvokeAsync(block);
    }

    private Task AdjudicateAsync() => AdjudicateFromAsync(null);

    private Task AdjudicateAtAsync(BlockId block) => AdjudicateFromAsync(block);

    private Task SettleDifferencesAsync()
    {
        Place.Order = AdjudicationOrder.AdjudicatorsDiffer;
        return AdjudicateAsync();
    }

    private Task AdjudicateFromAsync(BlockId? first) => RunAsync(async () =>
    {
        if (await Review.Adjudication.StartAsync(Place.Order, _closing.Token))
        {
            if (first is { } block)
            {
                Review.Adjudication.GoTo(block);
            }

            await OnAdjudicate.InvokeAsync();
        }
        else
        {
            Decisions.Message = $"No block{(Review.Adjudication.Part.Of > 1 ? " of your part" : "")} waits for {(Review.Adjudication.Seconds.IsChosen ? "a second opinion" : "a decision")}.";
        }

        // Keys pressed meanwhile were for the table, which is gone.
        return false;
    });

    private void LeaveAdjudication()
    {
        if (Review.Adjudication.IsUnderWay)
        {
            Decisions.Message = $"The adjudication is left, {FigureText.Count(Review.Adjudication.DecidedCount)} of {Counted.Of(Review.Adjudication.Queue.Count, "block")} decided.";
            Review.Adjudication.Stop();
        }
    }

    private Task DecideAsync(Func<Task<bool>> decide) => RunAsync(async () =>
    {
        if (WhyBlocked() is { } reason)
        {
            Decisions.Message = reason;
            return false;
        }

        return await decide();
    });

    /// <summary>
    /// The error border of this component: every failure becomes a line that the admin sees. A request waits while another one
    /// runs: a table that already shows a decision must not swallow the key that undoes it. A request behind a failed one is
    /// dropped with it, or Ctrl+Z would undo the decision before.
    /// </summary>
    /// <param name="work">False: it was not done, and the message says why.</param>
    private Task RunAsync(Func<Task<bool>> work) =>
        _last = RunAfterAsync(_last.IsCompleted ? Task.FromResult(true) : _last, work);

    private async Task<bool> RunAfterAsync(Task<bool> before, Func<Task<bool>> work)
    {
        if (!await before)
        {
            return false;
        }

        Decisions.Message = null;
        try
        {
            return await work();
        }
        catch (Exception fault)
        {
            Decisions.Message = fault.Message;
            return false;
        }
        finally
        {
            List.Update(Review.Table, Review.Figures?.NeedingVotes);
        }
    }

    private void OnReviewChanged()
    {
        List.Update(Review.Table, Review.Figures?.NeedingVotes);
        StateHasChanged();
    }
}
