using System.Text;

namespace ProteomicsAnnotator.Core.Tests.Labels;

internal static class EndedProgram
{
    /// <summary>A local journal names this still running test as its writer; a program that ended is one with another number.</summary>
    public static async Task PretendAsync(string journal)
    {
        DateTime written = File.GetLastWriteTimeUtc(journal);
        string text = await File.ReadAllTextAsync(journal, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(
            journal,
            Encoding.UTF8.GetBytes(text.Replace($"\"pid\":{TestScale.Text(Environment.ProcessId)},", "\"pid\":2147483646,", StringComparison.Ordinal)),
            TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(journal, written);
    }
}
