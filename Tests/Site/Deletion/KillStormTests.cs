using System.Collections.Concurrent;
using OrleansVideo.Tests.Media;
using OrleansVideo.Tests.Site.Client;
using OrleansVideo.Tests.Site.Hosting;

namespace OrleansVideo.Tests.Site.Deletion;

/// <summary>People upload and delete while the site is killed again and again, whenever it hits: what was answered holds.</summary>
[Trait("Set", "Long")]
[Trait("Needs", "ffmpeg")]
public sealed class KillStormTests(ITestOutputHelper output)
{
    private const int Rounds = 6;
    private const int People = 4;
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(90);

    private readonly ConcurrentDictionary<string, SiteClient> _uploaded = new();
    private readonly ConcurrentDictionary<string, SiteClient> _deleted = new();
    private readonly ConcurrentDictionary<string, SiteClient> _inDoubt = new();

    [Fact]
    public async Task WhatWasAnswered_HoldsThroughManyKills()
    {
        await using var site = await SiteProcess.StartAsync(SiteSettings.Roomy.With("Uploads:LeaseLife", "00:00:03"));
        var film = await SampleVideos.Mp4FastStartAsync();
        var people = new List<SiteClient>();
        for (var i = 0; i < People; i++)
            people.Add(await site.NewMember("person"));

        for (var round = 0; round < Rounds; round++)
        {
            var busy = people.ConvertAll(person => Work(person, film));
            var (uploads, deletions) = (_uploaded.Count + 12, _deleted.Count + 5);
            await Eventually.True("uploads and deletions were answered in this round", Settled,
                () => _uploaded.Count >= uploads && _deleted.Count >= deletions);
            await site.KillHard();
            await Task.WhenAll(busy);
            await site.Restart();
        }

        foreach (var (id, person) in _deleted)
        {
            await person.WaitForState(id, "purged", Settled);
            await site.FilesGone(id, Settled);
        }

        var bytes = await File.ReadAllBytesAsync(film);
        var kept = _uploaded.Where(video => !_deleted.ContainsKey(video.Key) && !_inDoubt.ContainsKey(video.Key)).ToArray();
        foreach (var (id, person) in kept)
        {
            await person.WaitForState(id, "ready", Settled);
            Assert.Equal(bytes, (await person.Play(id)).Expect(200).Body);
        }

        Assert.NotEmpty(kept);
        output.WriteLine($"{Rounds} kills: {_deleted.Count} deletions and {kept.Length} uploads answered, {_inDoubt.Count} cut off");
        foreach (var person in people) person.Dispose();
    }

    /// <summary>Uploads, deletes every other video for good, until the site is gone; a call that was cut off may have had its effect or not.</summary>
    private async Task Work(SiteClient person, string film)
    {
        for (var i = 0; ; i++)
        {
            var id = "";
            try
            {
                id = await person.CreateDraft($"Storm {i}");
                (await person.Upload(id, film)).Expect(201);
                _uploaded[id] = person;
                if (i % 2 == 1) continue;
                _inDoubt[id] = person;
                (await person.DeleteForGood(id)).Expect(202);
                _deleted[id] = person;
                _inDoubt.TryRemove(id, out _);
            }
            catch (Exception gone) when (gone is HttpRequestException or IOException)
            {
                // Killed in the middle of a call: this person's round is over.
                return;
            }
        }
    }
}
