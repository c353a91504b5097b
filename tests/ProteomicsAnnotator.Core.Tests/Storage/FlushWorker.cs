using System.Diagnostics;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Tests.Storage;

/// <summary>A process of its own that flushes one file, then its folder, and says how each went: <c>ok</c> or the error's number.</summary>
internal static class FlushWorker
{
    public const string Verb = "flush-worker";

    public static int Run(string path)
    {
        var files = new FileOperations();
        using SafeFileHandle file = files.Open(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);
        files.Write(file, "bytes"u8, 0);
        Console.Out.WriteLine(Try(() => files.FlushToDisk(file)));
        Console.Out.WriteLine(Try(() => Assert.True(files.FlushFolder(Path.GetDirectoryName(path)!))));
        return 0;
    }

    public static ProcessStartInfo StartOf(string path) =>
        new("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "ProteomicsAnnotator.Core.Tests.dll"), Verb, path]);

    private static string Try(Action flush)
    {
        try
        {
            flush();
            return "ok";
        }
        catch (IOException error)
        {
            return Labels.TestScale.Text(error.HResult);
        }
    }
}
