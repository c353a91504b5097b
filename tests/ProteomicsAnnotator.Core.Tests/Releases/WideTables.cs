using System.Text;
using ProteomicsAnnotator.Core.Releases;

namespace ProteomicsAnnotator.Core.Tests.Releases;

/// <summary>Tables as they stand in files, written by hand.</summary>
internal static class WideTables
{
    public static byte[] Bytes(params string[] lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\r\n")));

    public static WideTable Of(params string[] lines) => WideTable.Parse("a.csv", Bytes(lines));
}
