using System.Text.Json;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Annotating.Keys;

/// <summary>The keys of one page, which its annotator may choose.</summary>
public sealed class PageKeys
{
    private readonly PageSettings _settings;
    private readonly IReadOnlyList<KeyCommand> _commands;

    public PageKeys(PageSettings settings, LabelClasses classes)
    {
        _settings = settings;
        Sheet = KeySheet.Of(classes);
        _commands = KeyCommand.NamedOf(Sheet);
        InForce = KeyMap.Of(_commands, null);
    }

    public IReadOnlyList<KeyGroup> Sheet { get; }

    public KeyMap InForce { get; private set; }

    /// <summary>Takes what the annotator chose before.</summary>
    public void Recall() => InForce = KeyMap.Of(_commands, _settings.KeptKeys);

    public KeyDraft Draft() => new(_commands, InForce);

    /// <summary>Puts keys without a conflict in force, and keeps them.</summary>
    public Task UseAsync(KeyDraft draft)
    {
        JsonElement kept = draft.Kept(_settings.KeptKeys);
        InForce = KeyMap.Of(_commands, kept);
        return _settings.KeepKeysAsync(kept);
    }
}
