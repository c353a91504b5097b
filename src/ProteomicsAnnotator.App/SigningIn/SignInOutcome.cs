namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>A sign-in, or words why not.</summary>
public sealed record SignInOutcome(SignIn? SignIn, string? Refusal);
