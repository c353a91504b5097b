namespace ProteomicsAnnotator.App.SigningIn.Provider;

/// <summary>Who somebody is at a provider, for good: names and mail addresses change hands, this does not.</summary>
/// <param name="Issuer">The provider, as its tokens say it.</param>
/// <param name="Subject">The account there.</param>
public sealed record ProviderIdentity(string Issuer, string Subject);

/// <summary>The account that a username belongs to on this server.</summary>
/// <param name="Username">As <c>Username.TryParse</c> gives it.</param>
/// <param name="Identity">The first one that came with it, or the one that an admin gave it to.</param>
/// <param name="At">Since when.</param>
public sealed record IdentityBinding(string Username, ProviderIdentity Identity, DateTimeOffset At);
