namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>Who a listed proxy says this request is of. The gateway sets it, and nothing that a browser sends does.</summary>
/// <param name="Username">As <c>Username.TryParse</c> gives it.</param>
public sealed record ProxyUser(string Username);

/// <summary>Where a request comes from, as far as a limit or a line about it may name it.</summary>
/// <param name="Text">An address; null: a proxy forwards none.</param>
public sealed record ClientAddress(string? Text)
{
    public static string Of(HttpContext context) =>
        context.Features.Get<ClientAddress>() is { } known ? known.Text ?? "an address that the proxy does not name" : $"{context.Connection.RemoteIpAddress}";
}
