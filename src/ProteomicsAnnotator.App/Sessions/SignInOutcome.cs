namespace ProteomicsAnnotator.App.Sessions;

/// <summary>A sign-in, or words why not.</summary>
public sealed record SignInOutcome(SignIn? SignIn, string? Refusal);
