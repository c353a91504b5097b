using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Labels;

/// <content>Keeping memory, journals and the derived file equal while others write.</content>
internal sealed partial class OwnerLabelStore
{
    private const int NamedValues = 5;
    private const int RewriteTries = 5;
    private const string WrittenMeanwhile = "another program writes the file at the same time";
    private static readonly TimeSpan RewriteLimit = TimeSpan.FromSeconds(30);

    private async Task SyncAsync(TimeSpan limit)
    {
        using IDisposable turn = await _background.TakeAsync(CancellationToken.None);
        await ReadNewAsync(limit);
    }

    /// <summary>The file first, then the journals: what a program of ours derived is in a journal by then.</summary>
    private async Task ReadNewAsync(TimeSpan limit, bool needsContent = false)
    {
        (bool changed, List<LabelEvent> foreign, List<(string Path, List<LabelEvent> Events)> variants) = await _lane.RunAsync(
            () =>
            {
                VerifyForReading();
                LookAfterOwn();
                NoteLosses();
                _hasUncheckedFile |= _derived.Refresh(needsContent);
                if (_derived.IsMissing)
                {
                    _isBehind = true;
                }

                IReadOnlyList<(string Path, LabelFile Content)> variants = _variants.Read();
                return (ReadJournals(opensAll: false), FindForeign(), FindInVariants(variants));
            },
            limit);
        if (foreign.Count > 0)
        {
            await ImportAsync(_derived.Path, foreign);
            changed = true;
        }

        foreach ((string path, List<LabelEvent> events) in variants)
        {
            await ImportAsync(path, events);
            changed = true;
        }

        _hasUncheckedFile &= HasStrays;
        if (changed)
        {
            Changed?.Invoke();
        }
    }

    private void VerifyForReading()
    {
        try
        {
            _root.Verify();
        }
        catch (StorageException) when (_root.IsReadable)
        {
            // A share where nothing can be written may still be read.
        }
    }

    private bool ReadJournals(bool opensAll)
    {
        JournalNews news = _journals.ReadNew(opensAll);
        if (_isOpen)
        {
            lock (_gate)
            {
                _elsewhere.UnionWith(news.Events.Select(item => item.Id).Where(id => id.Source != Journal && !_merge.Contains(id)));
            }
        }

        // Who works elsewhere is known before what they did: whoever sees the one finds the other.
        bool othersChanged = _others.Observe(news.Changed.Where(journal => !_writer.Names.Contains(journal.Name, StringComparer.Ordinal)), _isOpen);
        Keep(WithoutStrays(news.Events));
        foreach (JournalState journal in news.Changed)
        {
            Report(journal);
        }

        foreach (string stranger in _journals.Strangers)
        {
            AddNotice(stranger);
        }

        foreach (StorageException unusable in news.Failures.Where(one => one.IsLasting))
        {
            AddNotice($"{unusable.Message}. Labels that only it holds are not shown.");
        }

        if (news.Failure is { } failure)
        {
            throw failure;
        }

        return news.Changed.Count > 0 || othersChanged;
    }

    private void Report(JournalState journal)
    {
        foreach (string text in journal.RefusalNotices.Prepend(journal.TornNotice).OfType<string>())
        {
            AddNotice(text);
        }

        if (journal.EndsTorn && !_isOpen)
        {
            AddNotice($"{journal.Name}: the last line is incomplete and was ignored.");
        }

        if (journal.Format > JournalHeader.CurrentFormat)
        {
            _newer ??= FormatGuard.Describe(Path.Combine(_owner.JournalPath(_root), journal.Name + JournalName.Ending), journal.Format);
            AddNotice($"{journal.Name} was written by a newer version of this program. Labels are kept, but files are no longer written from here: please update.");
        }
    }

    /// <summary>
    /// Entries of another program, checked against journals opened afresh; none while something is unreadable. The file
    /// stays unchecked, and is not rewritten, until they are kept.
    /// </summary>
    private List<LabelEvent> FindForeign()
    {
        if (_derived.SetAsideAs is { } aside)
        {
            _derived.SetAsideAs = null;
            _isBehind = true;
            AddNotice($"{_derived.Path} was damaged and is kept as {aside}. {Current.Count} labels were recovered from the journals.");
        }

        if (!_hasUncheckedFile || HasStrays || _derived.Content is not { } content)
        {
            return [];
        }

        ExternalEdits foreign = Compare(content);
        if (foreign.Events.Count > 0)
        {
            _ = ReadJournals(opensAll: true);
            foreign = Compare(content);
        }

        foreign.Notices.ForEach(AddNotice);
        foreach (string text in content.Unusable.Of(_derived.Path, NamedValues))
        {
            AddNotice(text);
        }

        _isBehind = true;
        return foreign.Events;
    }

    /// <summary>Of files that bear this person's name in another case: labels younger than what is known.</summary>
    private List<(string Path, List<LabelEvent> Events)> FindInVariants(IReadOnlyList<(string Path, LabelFile Content)> variants)
    {
        List<(string Path, List<LabelEvent> Events)> found = [];
        foreach ((string path, LabelFile content) in HasStrays ? [] : variants)
        {
            AddNotice($"{path} is {_owner.Name}'s, too (names in another case are the same person): of each block the later label counts.");
            ExternalEdits foreign = Compare(content, isVariant: true);
            if (foreign.Events.Count > 0)
            {
                found.Add((path, foreign.Events));
            }
        }

        return found;
    }

    private ExternalEdits Compare(LabelFile content, bool isVariant = false)
    {
        lock (_gate)
        {
            return ExternalEdits.In(content, _merge, _folders, isVariant);
        }
    }

    private async Task ImportAsync(string path, List<LabelEvent> foreign)
    {
        using IDisposable turn = await _turns.TakeAsync(CancellationToken.None);
        LabelResult result = await _delivery.KeepAsync(foreign);
        if (!result.Accepted)
        {
            throw new StorageException(path, $"{foreign.Count} labels written by another program could not be taken over: {result.Reason}");
        }

        AddNotice($"{foreign.Count} labels written by another program were taken over from {path}.");
    }

    private async Task<bool> DeliverAsync()
    {
        if (_delivery.Undelivered == 0)
        {
            return true;
        }

        bool isDelivered;
        using (await _turns.TakeAsync(CancellationToken.None))
        {
            isDelivered = await _delivery.DeliverAsync();
        }

        Changed?.Invoke();
        return isDelivered;
    }

    /// <summary>Starts within half a second, unless the last write is too short ago.</summary>
    private void RewriteSoon()
    {
        if (_isBehind && !NeedsUpdate && _pause.TryPlan(out TimeSpan due))
        {
            Task later = RewriteLaterAsync(due);
            lock (_gate)
            {
                _rewriting = _rewriting.IsCompleted ? later : Task.WhenAll(_rewriting, later);
            }
        }
    }

    private async Task RewriteLaterAsync(TimeSpan due)
    {
        try
        {
            await Task.Delay(due, _settings.TimeProvider, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _pause.Begin();
        _ = await RewriteAsync();
    }

    /// <summary>Null when the derived file says what memory says; else the reason.</summary>
    private async Task<string?> RewriteAsync()
    {
        if (NeedsUpdate || Undelivered > 0)
        {
            return NeedsUpdate ? "an update of this program is needed" : "labels are not delivered yet";
        }

        using IDisposable turn = await _background.TakeAsync(CancellationToken.None);
        long start = _settings.TimeProvider.GetTimestamp();
        try
        {
            string? reason = WrittenMeanwhile;
            for (int i = 0; i < RewriteTries && reason == WrittenMeanwhile; i++)
            {
                await ReadNewAsync(SyncLimit, needsContent: true);
                reason = await _lane.RunAsync(Rewrite, RewriteLimit);
            }

            TellOfFile(null);
            return reason;
        }
        catch (StorageException error)
        {
            TellOfFile(error);
            return error.Message;
        }
        finally
        {
            _pause.End(_settings.TimeProvider.GetElapsedTime(start));
        }
    }

    /// <summary>
    /// Of the derived file only, while the journal is there: a share that is away, or cannot be written at all, is told by
    /// the save state, a damaged file once it is set aside.
    /// </summary>
    private void TellOfFile(StorageException? error)
    {
        string? problem = error?.Path == _derived.Path && !_derived.IsDamaged && _writer.Length > 0
            ? $"{_derived.Path} cannot be brought up to date: {error.Reason}. All labels are saved in the journals, but this file lacks some until it can be written; that is tried again by itself."
            : null;
        if (problem != _fileProblem)
        {
            _fileProblem = problem;
            Changed?.Invoke();
        }
    }

    private string? Rewrite()
    {
        if (Undelivered > 0 || HasStrays)
        {
            return "labels are not delivered yet";
        }

        if (_derived.Problem is { } problem)
        {
            throw problem;
        }

        _root.Verify();
        bool wasBehind;
        LabelSnapshot labels;
        lock (_gate)
        {
            (wasBehind, _isBehind) = (_isBehind, false);
            labels = _merge.Snapshot;
        }

        try
        {
            if (wasBehind && !_derived.IsUpToDate(labels, _folders) && !_derived.TryWrite(labels, _folders))
            {
                _isBehind = true;
                return WrittenMeanwhile;
            }

            return null;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            _isBehind = true;
            _root.Verify();
            throw;
        }
    }

    private async Task SaveCacheAsync()
    {
        CachedJournals? content;
        using (await _background.TakeAsync(CancellationToken.None))
        using (await _turns.TakeAsync(CancellationToken.None))
        {
            content = ToCache();
        }

        if (content is not null)
        {
            await Task.Run(() => _cache.Save(content));
        }
    }

    /// <summary>
    /// In both turns: no line is between file and memory, unless an operation hangs; then this program's journal counts
    /// as unread, and the derived file as unknown. Null while decisions were read that are not in memory yet.
    /// </summary>
    private CachedJournals? ToCache()
    {
        IReadOnlySet<EventId> waiting = _delivery.Waiting;
        bool isSettled = !_lane.IsHanging;
        lock (_gate)
        {
            if (_strays.Count > 0)
            {
                return null;
            }

            List<JournalState> journals = [.. _journals.Journals.Select(journal => journal.Copy())];
            if (HasLoss)
            {
                journals.Add(new JournalState(Journal) { Consumed = long.MaxValue });
            }
            else if (isSettled && _writer is { Writing: { } name, Length: > 0 })
            {
                journals.Add(new JournalState(name) { Consumed = _writer.Length });
            }

            bool isDerived = isSettled && waiting.Count == 0 && !_isBehind && !_hasUncheckedFile;
            return new CachedJournals(
                journals,
                [.. _merge.Events.Where(item => !waiting.Contains(item.Id))],
                isDerived ? _derived.Stamp : null);
        }
    }

    private async Task CloseJournalAsync()
    {
        try
        {
            byte[] line = System.Text.Encoding.UTF8.GetBytes($"{{\"closed\":\"{LabelTime.Format(_settings.TimeProvider.GetUtcNow())}\"}}\n");
            _ = await _lane.RunAsync(
                () =>
                {
                    _writer.End(line);
                    return true;
                },
                _settings.Limits.Answer);
        }
        catch (StorageException)
        {
            // Only the note "also open on" of other machines lives a little longer.
        }
    }

    private void AddNotice(string text)
    {
        lock (_gate)
        {
            if (!_notices.Contains(text, StringComparer.Ordinal))
            {
                _notices.Add(text);
            }
        }
    }
}
