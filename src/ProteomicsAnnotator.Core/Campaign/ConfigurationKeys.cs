using System.Text.Json;

namespace ProteomicsAnnotator.Core.Campaign;

/// <summary>The keys an object of a configuration file may have. A key that begins with <c>x_</c> is free for anyone and not read.</summary>
internal sealed class ConfigurationKeys(params string[] known)
{
    public static bool IsAnyones(string key) => key.StartsWith("x_", StringComparison.Ordinal);

    /// <param name="item">An object.</param>
    /// <param name="prefix">Where it stands, as <c>classes[0].</c>; empty at the top.</param>
    /// <param name="faults">Receives every unknown key.</param>
    public void Check(JsonElement item, string prefix, FaultList faults)
    {
        foreach (JsonProperty property in item.EnumerateObject())
        {
            if (!known.Contains(property.Name, StringComparer.Ordinal) && !IsAnyones(property.Name))
            {
                faults.Add(prefix + property.Name, $"an unknown key with {FaultList.Show(property.Value)}", Expected(property.Name));
            }
        }
    }

    private string Expected(string found) => known.FirstOrDefault(key => IsLike(key, found)) is { } meant
        ? $"the key {meant}, written like this"
        : $"one of the keys {string.Join(", ", known)}, or one that begins with x_";

    private static bool IsLike(string key, string found) =>
        Plain(key) == Plain(found) || (key == "color" && Plain(found) is "colour" or "colors" or "colours");

    private static string Plain(string key) => new([.. key.Where(char.IsAsciiLetterOrDigit).Select(char.ToLowerInvariant)]);
}
