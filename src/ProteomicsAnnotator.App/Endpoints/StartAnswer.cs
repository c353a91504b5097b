using ProteomicsAnnotator.App.Annotating;

namespace ProteomicsAnnotator.App.Endpoints;

/// <param name="DataRootExists">False: there is no such folder.</param>
/// <param name="ShareProblem">Why labels cannot reach the share now; null when they can.</param>
/// <param name="Notices">What was noticed while the share was opened.</param>
/// <param name="OtherClassNames">To be read before labelling goes on; null when the classes mean the same everywhere.</param>
public sealed record StartAnswer(
    bool DataRootExists, string? ShareProblem, IReadOnlyList<string> Notices, OtherClassNames? OtherClassNames);
