using System.Globalization;

namespace ProteomicsAnnotator.Core.Export;

/// <summary>Times as every file of the share has them: <c>2024-01-02T10:30:00.123456+00:00</c>, no fraction when it is 0.</summary>
internal static class ExportTime
{
    public static string Format(DateTimeOffset time)
    {
        DateTimeOffset utc = time.ToUniversalTime();
        bool whole = utc.Ticks / TimeSpan.TicksPerMicrosecond % 1_000_000 == 0;
        string format = whole ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.ffffff";
        return utc.ToString(format, CultureInfo.InvariantCulture) + "+00:00";
    }
}
