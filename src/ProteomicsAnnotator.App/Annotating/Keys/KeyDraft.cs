using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProteomicsAnnotator.App.Annotating.Keys;

/// <summary>Keys that a person is about to choose. Here, and nowhere else, a key may be two commands', and is a conflict then.</summary>
public sealed class KeyDraft
{
    private readonly IReadOnlyList<KeyCommand> _commands;
    private readonly Dictionary<string, string> _before;
    private Dictionary<string, string> _keys;

    /// <param name="commands">All that may have a key.</param>
    /// <param name="inForce">What it begins with.</param>
    public KeyDraft(IReadOnlyList<KeyCommand> commands, KeyMap inForce)
    {
        _commands = commands;
        _before = new(inForce.Bindings, StringComparer.Ordinal);
        _keys = new(_before, StringComparer.Ordinal);
    }

    /// <summary>The command that was given a key last.</summary>
    public string? Last { get; private set; }

    public KeyPreset Preset => PresetOf(_keys);

    /// <summary>The person had keys of their own before.</summary>
    public bool HadOwn => PresetOf(_before) == KeyPreset.Own;

    public bool IsChanged => !AreEqual(_keys, _before);

    /// <summary>Keys that mean more than one thing.</summary>
    public int ConflictCount => _keys.Values.GroupBy(key => key, StringComparer.Ordinal).Count(sharers => sharers.Count() > 1);

    /// <summary>Null: none.</summary>
    public string? KeyOf(string name) => _keys.GetValueOrDefault(name);

    /// <summary>The other commands that have this one's key.</summary>
    public IReadOnlyList<KeyCommand> SharersOf(string name) => KeyOf(name) is { } key
        ? [.. _commands.Where(command => command.Name != name && KeyOf(command.Name!) == key)]
        : [];

    /// <param name="name">Of a command.</param>
    /// <param name="key">Empty: it shall have none.</param>
    public void Give(string name, string key)
    {
        if (key.Length == 0)
        {
            _ = _keys.Remove(name);
        }
        else if (KeyMap.IsBindable(key))
        {
            _keys[name] = key;
        }

        Last = name;
    }

    /// <summary>Takes its key from all other commands.</summary>
    public void KeepOnly(string name)
    {
        foreach (KeyCommand sharer in SharersOf(name))
        {
            _ = _keys.Remove(sharer.Name!);
        }
    }

    /// <summary><see cref="KeyPreset.Own"/>: those from before.</summary>
    public void Choose(KeyPreset preset)
    {
        _keys = new(preset == KeyPreset.Own ? _before : KeysOf(preset), StringComparer.Ordinal);
        Last = null;
    }

    /// <summary>What to keep: the differences to the standard keys. What another version wrote there stays.</summary>
    public JsonElement Kept(JsonElement? former)
    {
        JsonObject kept = former is { ValueKind: JsonValueKind.Object } before ? JsonObject.Create(before)! : [];
        foreach (KeyCommand command in _commands)
        {
            string name = command.Name!;
            string? key = KeyOf(name);
            bool isNotUnderstood = kept.ContainsKey(name) && KeyMap.Chosen(former, name) is null;
            if (key != command.Standard)
            {
                kept[name] = key ?? "";
            }
            else if (!isNotUnderstood || key != _before.GetValueOrDefault(name))
            {
                _ = kept.Remove(name);
            }
        }

        return JsonSerializer.SerializeToElement(kept);
    }

    private KeyPreset PresetOf(Dictionary<string, string> keys) =>
        AreEqual(keys, KeysOf(KeyPreset.Standard)) ? KeyPreset.Standard
        : AreEqual(keys, KeysOf(KeyPreset.LeftHand)) ? KeyPreset.LeftHand
        : KeyPreset.Own;

    private Dictionary<string, string> KeysOf(KeyPreset preset) => _commands
        .Select(command => (command.Name, Key: preset == KeyPreset.LeftHand ? command.LeftHand : command.Standard))
        .Where(pair => pair.Key is not null)
        .ToDictionary(pair => pair.Name!, pair => pair.Key!, StringComparer.Ordinal);

    private static bool AreEqual(Dictionary<string, string> one, Dictionary<string, string> other) =>
        one.Count == other.Count && one.All(pair => other.GetValueOrDefault(pair.Key) == pair.Value);
}
