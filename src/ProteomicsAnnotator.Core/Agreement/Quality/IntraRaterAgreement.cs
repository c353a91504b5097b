namespace ProteomicsAnnotator.Core.Agreement.Quality;

/// <summary>How far one person agrees with oneself, on blocks of the list.</summary>
/// <param name="Username">Who.</param>
/// <param name="Hidden">On the hidden repeats of the plan.</param>
/// <param name="SelfChecks">On self-checks.</param>
public sealed record IntraRaterAgreement(string Username, RepeatFigures Hidden, RepeatFigures SelfChecks)
{
    /// <summary>Everybody who labelled a block once more, by name; whose votes do not count is among them.</summary>
    public static IReadOnlyList<IntraRaterAgreement> AllOf(ReviewTable table) => [.. table.Input.Sample.Value.Repeats
        .Select(person => new IntraRaterAgreement(
            person.Username,
            RepeatFigures.Of([.. person.Hidden.Where(repeat => table.Find(repeat.Key.Block) is not null)]),
            RepeatFigures.Of([.. person.SelfChecks.Where(repeat => table.Find(repeat.Key.Block) is not null)])))
        .Where(person => person.Hidden.Total + person.SelfChecks.Total > 0)];
}
