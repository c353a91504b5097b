using System.Text;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>Who signed in last on this machine under this account; the sign-in page offers the name.</summary>
public static class LastUsername
{
    /// <summary>Empty when nobody did.</summary>
    public static string Read(AnnotatorOptions options)
    {
        try
        {
            return Username.TryParse(Encoding.UTF8.GetString(RegularFile.ReadAll(PathOf(options))), out string? username) ? username : "";
        }
        catch (Exception fault) when (StorageFault.IsFileError(fault))
        {
            return "";
        }
    }

    /// <summary>Best effort: the name is a convenience.</summary>
    public static void Write(AnnotatorOptions options, string username)
    {
        try
        {
            PrivatePath.CreateFolder(new FileOperations(), options.Folders.State, options.Folders.State);
            File.WriteAllBytes(PathOf(options), Encoding.UTF8.GetBytes(username));
            PrivatePath.Restrict(PathOf(options));
        }
        catch (Exception fault) when (StorageFault.IsFileError(fault))
        {
            Console.Error.WriteLine($"{PathOf(options)}: {fault.Message}");
        }
    }

    private static string PathOf(AnnotatorOptions options) => Path.Combine(options.Folders.State, "last-username");
}
