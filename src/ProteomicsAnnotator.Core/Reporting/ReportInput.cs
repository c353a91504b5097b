using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Reporting.Models;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.Core.Reporting;

/// <summary>All that a report says follows from this, so that the same input gives the same bytes on every machine.</summary>
/// <param name="Table">Everyone's labels, without the votes of those who are excluded.</param>
/// <param name="Agreement">Its figures, with intervals.</param>
/// <param name="Classes">Of the campaign.</param>
/// <param name="Source">Where the labels come from.</param>
public sealed record ReportInput(ReviewTable Table, AgreementReport Agreement, LabelClasses Classes, ReportSource Source)
{
    /// <summary>The version of the plan that counts; null: there is none, or it cannot be read.</summary>
    public PlanVersion? Plan { get; init; }

    /// <summary>What was asked of it; null: as of <see cref="Plan"/>.</summary>
    public PlanRequest? Request { get; init; }

    /// <summary>Known answers of blocks of the table, by class number.</summary>
    public IReadOnlyDictionary<BlockId, int> KnownAnswers { get; init; } = FrozenDictionary<BlockId, int>.Empty;

    /// <summary>A model to set beside people; null: the report has no section on one.</summary>
    public ReportedModel? Model { get; init; }

    /// <summary>What could not be read, in words: figures lack it.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Whose days "per day" means: UTC where the campaign does not say.</summary>
    public TimeZoneInfo Zone => Table.Input.Campaign.ZoneOr(TimeZoneInfo.Utc);

    /// <summary>When the last label or final label that stands was given; null: no time is known.</summary>
    public DateTimeOffset? LastDecision => Table.Annotators
        .SelectMany(column => LabelDays.TimesOf(column))
        .Concat(Table.Rows.Select(row => row.FinalLabel?.SetAt).OfType<DateTimeOffset>().Where(time => time != LabelTime.Unknown))
        .Select(time => (DateTimeOffset?)time)
        .Max();

    /// <summary>Agreement by week, changes of people, time for a label; a report says nothing of the time at which it is made, so it has no forecast.</summary>
    internal ProgressFigures Progress => field ??= ProgressFigures.Of(Table, null, (LastDecision ?? LabelTime.Unknown, Zone));

    /// <summary>Error rates of annotators and likely classes from the votes alone; null: nothing is labelled.</summary>
    internal DawidSkene? ErrorRates => field ??= DawidSkene.Of(Table);

    /// <summary>How people answered <see cref="KnownAnswers"/>, by their blind votes unless others count too.</summary>
    public GoldFigures Gold => GoldFigures.Of(KnownAnswers, [.. Table.Rated.Annotators.Select(column => new UserVotes(column.Username, column.Source.Votes))]);
}

/// <summary>What a report was made from.</summary>
/// <param name="ProgramVersion">Of the program that makes it.</param>
/// <param name="Blocks">The ids of the blocks, a line each.</param>
public sealed record ReportSource(string ProgramVersion, FileDigest Blocks)
{
    /// <summary>Null: the labels are those that stand on the share.</summary>
    public ReportedRelease? Release { get; init; }

    /// <summary>classes.json and roles.json, as far as they exist; named without their folders.</summary>
    public IReadOnlyList<FileDigest> Configuration { get; init; } = [];
}

/// <summary>A release that a report is of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="By">Its author.</param>
/// <param name="MadeAt">When its making began.</param>
/// <param name="ProgramVersion">Which made it.</param>
/// <param name="ManifestSha256">Lower-case hex.</param>
public sealed record ReportedRelease(string Name, string By, DateTimeOffset MadeAt, string ProgramVersion, string ManifestSha256);
