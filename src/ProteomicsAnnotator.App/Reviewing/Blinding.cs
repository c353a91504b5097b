namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>What an adjudication hides until a block is decided, so that it does not weigh.</summary>
/// <param name="HidesNames">Who voted what.</param>
/// <param name="HidesVotes">The votes as well.</param>
public readonly record struct Blinding(bool HidesNames, bool HidesVotes)
{
    /// <summary>As long as nobody chose otherwise.</summary>
    public static Blinding Usual { get; } = new(HidesNames: true, HidesVotes: false);
}
