using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.SigningIn.Provider;

/// <summary>
/// Which account at the provider a username belongs to: <c>identities/{username}.json</c> in the state folder, a file for each, made once
/// and never altered but by an admin's command. A file that cannot be read binds its name all the same. An account has one name: two would
/// be two annotators.
/// </summary>
public sealed class IdentityBindings
{
    /// <summary>Of a file, and so of what a provider may send.</summary>
    private const int MostBytes = 16 * 1024;
    private const int LongestSubject = 255;
    private const int LongestIssuer = 2048;

    private readonly FileOperations _files;
    private readonly TimeProvider _time;
    private readonly string _state;

    // Between looking for an account's other name and making the file.
    private readonly Lock _gate = new();

    // It does not go away by itself: a state folder that is not mounted any more has every name in it.
    private volatile bool _wasThere;

    public IdentityBindings(LocalFolders folders, FileOperations files, TimeProvider time)
    {
        (_files, _time, _state) = (files, time, folders.State);
        Folder = Path.Combine(folders.State, "identities");
    }

    public string Folder { get; }

    /// <summary>Why an account may not sign in under a name, in words; null: the name is its own, and was or is now kept so on the disk.</summary>
    /// <exception cref="StorageException">It could not be read or kept.</exception>
    public string? BindOrWhyNot(string username, ProviderIdentity identity)
    {
        if (WhyUnusable(identity) is { } fault)
        {
            return fault;
        }

        lock (_gate)
        {
            if (Find(username) is { } binding)
            {
                return binding.Identity == identity ? null
                    : $"The name {username} belongs to another account here, since {binding.At.UtcDateTime:yyyy-MM-dd}. Ask an admin of the server: names change hands only by ./launch.sh identities.";
            }

            if (All().FirstOrDefault(other => other.Identity == identity) is { } own)
            {
                return $"Your account signed in as {own.Username} before, and the provider says now that you are {username}. Ask an admin of the server to move the name by ./launch.sh identities.";
            }

            Keep(new IdentityBinding(username, identity, _time.GetUtcNow()), isNew: true);
            return null;
        }
    }

    /// <summary>Sorted by name.</summary>
    /// <exception cref="StorageException">One could not be read: it is not passed over.</exception>
    public IReadOnlyList<IdentityBinding> All()
    {
        try
        {
            if (!_files.FolderExists(Folder))
            {
                return _wasThere ? throw Gone(null) : [];
            }

            return
            [
                .. _files.ListFiles(Folder).Select(file => Path.GetFileName(file)).Where(IsBinding).Order(StringComparer.Ordinal)
                    .Select(file => Find(Path.GetFileNameWithoutExtension(file)))
                    // A command may free one after the listing.
                    .OfType<IdentityBinding>(),
            ];
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(Folder, error);
        }
    }

    /// <summary>Null: nobody has the name.</summary>
    /// <exception cref="StorageException">Somebody has it, and who cannot be read.</exception>
    public IdentityBinding? Find(string username)
    {
        string path = PathOf(username);
        try
        {
            _wasThere |= _files.FolderExists(Folder);
            return Parse(username, RegularFile.ReadAll(path, MostBytes));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return _wasThere && !_files.FolderExists(Folder) ? throw Gone(error) : null;
        }
        catch (Exception error) when (StorageFault.IsFileError(error) || JsonFile.IsDamage(error))
        {
            throw StorageException.From(path, error);
        }
    }

    /// <summary>The account has this name from now on, and no other one; whoever had it has none.</summary>
    /// <exception cref="StorageException">It could not be read or kept.</exception>
    public void Move(string username, ProviderIdentity identity)
    {
        Keep(new IdentityBinding(username, identity, _time.GetUtcNow()), isNew: false);
        foreach (IdentityBinding other in All().Where(other => other.Username != username && other.Identity == identity))
        {
            Free(other.Username);
        }
    }

    /// <summary>The next account that comes with the name has it.</summary>
    /// <exception cref="StorageException">It could not be done.</exception>
    public void Free(string username)
    {
        try
        {
            _files.Delete(PathOf(username));
            AtomicFile.FlushFolder(_files, Folder);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(PathOf(username), error);
        }
    }

    /// <summary>What no provider sends; null: it can be kept.</summary>
    public static string? WhyUnusable(ProviderIdentity identity) => identity switch
    {
        { Subject.Length: 0 } or { Issuer.Length: 0 } => "The provider does not say which account this is: its answer has no subject.",
        { Subject.Length: > LongestSubject } or { Issuer.Length: > LongestIssuer } => "The provider's subject is longer than any account's may be.",
        _ when identity.Subject.Any(char.IsControl) || identity.Issuer.Any(char.IsControl) => "The provider's subject has control characters.",
        _ => null,
    };

    private static bool IsBinding(string file) =>
        file.EndsWith(".json", StringComparison.Ordinal) && Username.TryParse(Path.GetFileNameWithoutExtension(file), out string? username) && file == username + ".json";

    private StorageException Gone(Exception? error) =>
        new(Folder, "the folder was there and is gone: whose names are whose is not known until it is back, or the server is started again", error);

    private string PathOf(string username) => Path.Combine(Folder, username + ".json");

    private void Keep(IdentityBinding binding, bool isNew)
    {
        byte[] bytes = JsonFile.Serialize(json =>
        {
            json.WriteStartObject();
            json.WriteString("username", binding.Username);
            json.WriteString("issuer", binding.Identity.Issuer);
            json.WriteString("subject", binding.Identity.Subject);
            json.WriteString("at", binding.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            json.WriteEndObject();
        });
        string path = PathOf(binding.Username);
        try
        {
            PrivatePath.CreateFolder(_files, _state, Folder);
            AtomicFile.FlushFolder(_files, _state);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(path, error);
        }

        if (isNew)
        {
            AtomicFile.Create(_files, path, stream => stream.Write(bytes));
        }
        else
        {
            _ = AtomicFile.Write(_files, path, bytes);
        }

        _wasThere = true;
    }

    private static IdentityBinding Parse(string username, byte[] bytes)
    {
        JsonObject json = JsonFile.ParseObject(bytes);
        return json["username"] is JsonValue name && name.TryGetValue(out string? named) && named == username
            && json["issuer"] is JsonValue issuer && issuer.TryGetValue(out string? from)
            && json["subject"] is JsonValue subject && subject.TryGetValue(out string? account)
            && json["at"] is JsonValue at && at.TryGetValue(out string? text)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset since)
            ? new IdentityBinding(username, new ProviderIdentity(from, account), since)
            : throw new JsonException($"not who {username} is");
    }
}
