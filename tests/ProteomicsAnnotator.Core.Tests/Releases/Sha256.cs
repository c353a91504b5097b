using System.Diagnostics;

namespace ProteomicsAnnotator.Core.Tests.Releases;

/// <summary>Another program's word for what a file's hash is.</summary>
internal static class Sha256
{
    public static string Of(string path)
    {
        using Process process = Process.Start(new ProcessStartInfo("python3", ["-c", "import hashlib,sys; print(hashlib.sha256(open(sys.argv[1],'rb').read()).hexdigest())", path])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        string hash = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.Equal(64, hash.Length);
        return hash;
    }
}
