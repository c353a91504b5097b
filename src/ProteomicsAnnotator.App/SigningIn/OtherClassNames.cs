namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>Classes whose numbers mean something else to those who labelled on this share before.</summary>
/// <param name="Here">Class names by label value, 1..N.</param>
/// <param name="There">The same where the last labels were given.</param>
/// <param name="Username">Who gave them.</param>
/// <param name="Host">On which machine.</param>
public sealed record OtherClassNames(
    IReadOnlyList<string> Here, IReadOnlyList<string> There, string Username, string Host);
