namespace ProteomicsAnnotator.App.SigningIn.Provider;

/// <summary>Accounts in words and commands that people pass on.</summary>
public static class IdentityText
{
    /// <summary>What gives the name to the account. Issuer and subject are what a provider sent, so a shell gets each as one word.</summary>
    public static string MoveCommand(string username, ProviderIdentity identity) =>
        $"./launch.sh identities --move {username} --issuer {Quoted(identity.Issuer)} --subject {Quoted(identity.Subject)}";

    private static string Quoted(string word) =>
        word.All(c => char.IsAsciiLetterOrDigit(c) || "-_.:/@".Contains(c, StringComparison.Ordinal)) ? word : "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
}
