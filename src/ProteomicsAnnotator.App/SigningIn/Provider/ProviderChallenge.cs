namespace ProteomicsAnnotator.App.SigningIn.Provider;

/// <summary>This request leads to the provider. The gateway sets it, and nothing that a browser sends does.</summary>
/// <param name="AsksAgain">Somebody signed out before: the provider has to ask who it is.</param>
public sealed record ProviderChallenge(bool AsksAgain);
