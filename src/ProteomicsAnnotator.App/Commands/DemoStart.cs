using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Demo;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands;

/// <summary><c>--demo</c>: generated data in this account's cache folder in place of every configured root and file.</summary>
public static class DemoStart
{
    /// <summary>Null when the cache folder cannot be written or the disk is full; standard error then says so.</summary>
    public static async Task<AnnotatorOptions?> TryPrepareAsync(AnnotatorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await PrepareAsync(options, cancellationToken);
        }
        catch (Exception fault) when (StorageFault.IsFileError(fault))
        {
            await Console.Error.WriteLineAsync(
                $"The demo data cannot be made in {options.Folders.Cache}: {StorageFault.Describe(fault)}");
            return null;
        }
    }

    private static async Task<AnnotatorOptions> PrepareAsync(AnnotatorOptions options, CancellationToken cancellationToken)
    {
        DemoData demo = await DemoData.EnsureAsync(options.Folders.Cache, new ProgressBar(Console.Error, !Console.IsErrorRedirected, "Making demo data"), cancellationToken);
        List<ConfigurationFault> faults = [];
        byte[] roles = RegularFile.ReadAll(demo.RolesFile);
        byte[] classes = RegularFile.ReadAll(demo.ClassesFile);
        return options with
        {
            DataRoot = demo.DataRoot,
            AnnotationsRoot = demo.AnnotationsRoot,
            Roles = Roles.Parse(roles, demo.RolesFile, faults) ?? Roles.None,
            Classes = LabelClasses.Parse(classes, demo.ClassesFile, faults) ?? LabelClasses.Default,
            Configuration = [FileDigest.Of(demo.RolesFile, roles), FileDigest.Of(demo.ClassesFile, classes)],
        };
    }
}
