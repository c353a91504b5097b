using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn.Provider;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>identities</c>: which account at the provider each username belongs to on this server; moves one, or frees it.</summary>
public static class IdentitiesCommand
{
    public const string Usage = "--free NAME, --move NAME --issuer ISSUER --subject SUBJECT, or nothing";

    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments)
    {
        var bindings = new IdentityBindings(options.Folders, new FileOperations(), TimeProvider.System);
        try
        {
            return arguments switch
            {
                [] => await ListAsync(bindings),
                ["--free", { } name] when Username.TryParse(name, out string? username) => await FreeAsync(bindings, options.Roles, username),
                ["--move", { } name, "--issuer", { } issuer, "--subject", { } subject] when Username.TryParse(name, out string? username) =>
                    await MoveAsync(bindings, username, new ProviderIdentity(issuer, subject)),
                _ => await RefuseAsync(arguments),
            };
        }
        catch (StorageException fault)
        {
            await Console.Error.WriteLineAsync($"identities: {fault.Message}");
            return ExitCode.Trouble;
        }
    }

    private static async Task<int> ListAsync(IdentityBindings bindings)
    {
        IReadOnlyList<IdentityBinding> all = bindings.All();
        foreach (IdentityBinding binding in all)
        {
            await Console.Out.WriteLineAsync($"{binding.Username}  {binding.Identity.Subject}  {binding.Identity.Issuer}  since {binding.At.UtcDateTime:yyyy-MM-dd}");
        }

        await Console.Out.WriteLineAsync(all.Count == 0 ? $"No name belongs to an account yet. They are kept in {bindings.Folder}." : $"{Counted.Of(all.Count, "name")} in {bindings.Folder}.");
        return ExitCode.Ok;
    }

    private static async Task<int> FreeAsync(IdentityBindings bindings, Roles roles, string username)
    {
        if (bindings.Find(username) is not { } binding)
        {
            await Console.Error.WriteLineAsync($"identities: {username} belongs to no account in {bindings.Folder}");
            return ExitCode.Trouble;
        }

        bindings.Free(username);
        string next = roles.IsAdmin(username)
            ? "roles.json lists it as an admin: without a role claim no account gets it but by --move."
            : "The next account that signs in under this name has it from then on.";
        await Console.Out.WriteLineAsync($"{username} belonged to {binding.Identity.Subject} of {binding.Identity.Issuer}. {next}");
        return ExitCode.Ok;
    }

    private static async Task<int> MoveAsync(IdentityBindings bindings, string username, ProviderIdentity identity)
    {
        if (IdentityBindings.WhyUnusable(identity) is { } fault)
        {
            await Console.Error.WriteLineAsync($"identities: {fault}");
            return ExitCode.BadConfiguration;
        }

        bindings.Move(username, identity);
        await Console.Out.WriteLineAsync($"{username} belongs to {identity.Subject} of {identity.Issuer}.");
        return ExitCode.Ok;
    }

    private static async Task<int> RefuseAsync(IReadOnlyList<string> arguments)
    {
        await Console.Error.WriteLineAsync($"identities: found {string.Join(' ', arguments)}; expected {Usage}");
        return ExitCode.BadConfiguration;
    }
}
