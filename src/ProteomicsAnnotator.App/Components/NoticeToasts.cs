using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Blocks;
using Radzen;

namespace ProteomicsAnnotator.App.Components;

/// <summary>Notices as the page shows them: in a corner, for a while.</summary>
internal static class NoticeToasts
{
    public static NotificationMessage Of(Notice notice) => new()
    {
        Severity = notice.Severity switch
        {
            NoticeSeverity.Error => NotificationSeverity.Error,
            NoticeSeverity.Warning => NotificationSeverity.Warning,
            _ => NotificationSeverity.Info,
        },
        Summary = notice.Text,
        Payload = notice.Block,
        Duration = notice.Severity == NoticeSeverity.Error ? 10_000 : 3_500,
    };

    /// <summary>Removes notices that concern other blocks only.</summary>
    public static void DropOthers(NotificationService notifications, LabelKey shown)
    {
        foreach (NotificationMessage message in notifications.Messages.Where(message => message.Payload is LabelKey block && block != shown).ToList())
        {
            _ = notifications.Messages.Remove(message);
        }
    }
}
