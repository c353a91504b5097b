using ProteomicsAnnotator.App.Commands.Models;
using ProteomicsAnnotator.App.Commands.Planning;
using ProteomicsAnnotator.App.Commands.Points;
using ProteomicsAnnotator.App.Commands.Reporting;
using ProteomicsAnnotator.App.Commands.Training;
using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>The verbs that work on everyone's labels and decisions, wherever these are stored.</summary>
internal static class Verb
{
    public static Task<int> RunAsync(AnnotatorOptions options, string verb, IReadOnlyList<string> arguments, CancellationToken cancellationToken) => verb switch
    {
        "export" => ExportCommand.RunAsync(options, arguments, cancellationToken),
        "stats" => StatsCommand.RunAsync(options, arguments, cancellationToken),
        "evidence" => EvidenceCommand.RunAsync(options, arguments, TimeProvider.System, cancellationToken),
        "plan" => PlanCommand.RunAsync(options, arguments, cancellationToken),
        "people" => PeopleCommand.RunAsync(options, arguments, cancellationToken),
        "gold" => GoldCommand.RunAsync(options, arguments, cancellationToken),
        "points" => PointsCommand.RunAsync(options, arguments, cancellationToken),
        "settings" => SettingsCommand.RunAsync(options, arguments, cancellationToken),
        "classes" => ClassesCommand.RunAsync(options, arguments, cancellationToken),
        "report" => ReportCommand.RunAsync(options, arguments, cancellationToken),
        "training" => TrainingCommand.RunAsync(options, arguments, cancellationToken),
        "predictions" => PredictionsCommand.RunAsync(options, arguments, cancellationToken),
        "check" => CheckCommand.RunAsync(options, arguments, cancellationToken),
        "release" => ReleaseCommand.RunAsync(options, arguments, cancellationToken),
        "calibration" => CalibrationCommand.RunAsync(options, arguments, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(verb), verb, "no verb that works on everyone's labels"),
    };
}
