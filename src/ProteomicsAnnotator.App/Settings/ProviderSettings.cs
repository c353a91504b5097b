namespace ProteomicsAnnotator.App.Settings;

/// <summary>The OpenID Connect provider at which people sign in; complete and checked.</summary>
public sealed record ProviderSettings
{
    /// <summary>What its metadata are found below; over HTTP on this machine only.</summary>
    public required Uri Authority { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Null: a public client, which shows nothing but PKCE.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>Holds the username.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>Holds the roles; null: roles.json says who is an admin.</summary>
    public string? RoleClaim { get; init; }

    /// <summary>What the role claim holds for an admin.</summary>
    public string AdminRole { get; init; } = "admin";

    /// <summary>What the role claim holds for everybody else who is let in.</summary>
    public string AnnotatorRole { get; init; } = "annotator";
}
