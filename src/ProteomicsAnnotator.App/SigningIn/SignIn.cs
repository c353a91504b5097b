namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>One sign-in of one browser. The session id is what the browser's cookie names; it is never shown.</summary>
public sealed record SignIn(string SessionId, string Username, bool IsAdmin);
