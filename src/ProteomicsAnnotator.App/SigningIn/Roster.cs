using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>Who is in the campaign: everybody who has a queue in the plan, and the admins. Without a plan everybody is.</summary>
public sealed class Roster(PlanFollower plan, Roles roles)
{
    /// <summary>A name with more slips than these is another name.</summary>
    private const int MostSlips = 2;

    /// <returns>Null: the name is on it, or there is no roster, as far as the share can say.</returns>
    public async Task<NotOnRoster?> FindAsync(string username)
    {
        // What a poll saw may be older than the plan that was made a moment ago.
        _ = await plan.LookAsync();
        return Find(plan.Versions, roles, username);
    }

    /// <summary>The same in a plan that was read.</summary>
    public static NotOnRoster? Find(PlanVersions? versions, Roles roles, string username)
    {
        if (versions?.Current is not { } version || version.Queues.ContainsKey(username) || roles.IsAdmin(username))
        {
            return null;
        }

        (string Name, int Slips) nearest = version.Queues.Keys.Concat(roles.Admins)
            .Select(name => (name, Slips(name, username)))
            .OrderBy(found => found.Item2).ThenBy(found => found.name, StringComparer.Ordinal)
            .FirstOrDefault((username, int.MaxValue));
        return new NotOnRoster(username, nearest.Slips <= MostSlips && nearest.Slips < username.Length ? nearest.Name : null);
    }

    /// <summary>Letters that are missing, too many, wrong or exchanged with their neighbour (Damerau and Levenshtein, restricted).</summary>
    internal static int Slips(string name, string other)
    {
        int[,] slips = new int[name.Length + 1, other.Length + 1];
        for (int i = 0; i <= name.Length; i++)
        {
            for (int j = 0; j <= other.Length; j++)
            {
                slips[i, j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(slips[i - 1, j], slips[i, j - 1]) + 1,
                    slips[i - 1, j - 1] + (name[i - 1] == other[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && name[i - 1] == other[j - 2] && name[i - 2] == other[j - 1])
                {
                    slips[i, j] = Math.Min(slips[i, j], slips[i - 2, j - 2] + 1);
                }
            }
        }

        return slips[name.Length, other.Length];
    }
}

/// <summary>A name that is in no plan and no admin's.</summary>
/// <param name="Username">The name.</param>
/// <param name="Proposal">The one that is spelled almost so; null: there is none.</param>
public sealed record NotOnRoster(string Username, string? Proposal)
{
    public string Words => $"{Username} is not in this campaign.{(Proposal is null ? "" : $" Did you mean {Proposal}?")}";
}
