using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using OrleansVideo.Catalog;
using OrleansVideo.Streaming;
using OrleansVideo.Videos;
using OrleansVideo.WebFrontend.Administration.Streaming;
using OrleansVideo.WebFrontend.Api;
using OrleansVideo.WebFrontend.Limits;
using OrleansVideo.WebFrontend.Pages.Words;

namespace OrleansVideo.WebFrontend.Pages.Admin;

/// <summary>Who holds which stream token, how many there are, and how one is taken back.</summary>
internal sealed class StreamsModel(IGrainFactory grains, TimeProvider clock, StreamCommands commands) : AdminPage(grains, clock)
{
    /// <summary>Where this page of the holders begins.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    /// <summary>How many tokens there are to be, as it is typed.</summary>
    [BindProperty]
    public string? MaxStreams { get; set; }

    /// <summary>The tokens in figures.</summary>
    public StreamLimiterView Streams { get; private set; } = null!;

    /// <summary>Those that are held, of this page.</summary>
    public Page<StreamHolding> Leases { get; private set; } = new([], null);

    /// <summary>What is known of the videos that are played.</summary>
    public IReadOnlyDictionary<Guid, VideoDetails?> Videos { get; private set; } = new Dictionary<Guid, VideoDetails?>();

    private object Filter => new { Cursor };

    /// <summary>Shows them.</summary>
    public async Task<IActionResult> OnGetAsync()
    {
        if (await LoadAsync() is { } refused) return refused;
        MaxStreams = Streams.Capacity.ToString(CultureInfo.InvariantCulture);
        return Page();
    }

    /// <summary>Changes how many tokens there are.</summary>
    [RateLimited(RateLimitKind.Administration)]
    public async Task<IActionResult> OnPostCapacityAsync()
    {
        if (Caller is not { } admin) return Refused(RefusalCode.SignInRequired);
        var isNumber = int.TryParse(MaxStreams?.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (isNumber && (await commands.SetCapacity(number, admin)).TryGet(out var streams, out _)) return Told(streams);
        return await LoadAsync() ?? RefusedForm(new Refusal(RefusalCode.CapacityInvalid, T["A whole number from 0 to {0}, please.", StreamCommands.Most.ToString("N0", CultureInfo.CurrentCulture)]));
    }

    /// <summary>Goes back to the number that the site is configured with.</summary>
    [RateLimited(RateLimitKind.Administration)]
    public async Task<IActionResult> OnPostResetAsync()
    {
        if (Caller is not { } admin) return Refused(RefusalCode.SignInRequired);
        return (await commands.SetCapacity(null, admin)).TryGet(out var streams, out var refusal) ? Told(streams) : Refused(refusal);
    }

    /// <summary>Takes a token back.</summary>
    [RateLimited(RateLimitKind.Administration)]
    public Task<IActionResult> OnPostEvictAsync(Guid id) => ActAsync(
        async admin => (await commands.Evict(id, admin)).Refusal is { } refusal ? new Result<string>(null, refusal) : T["The stream was ended."].Value,
        words => words, Filter);

    private RedirectToPageResult Told(StreamLimiterView streams)
    {
        Notice = T.Count(streams.Capacity, "From now on, {0} stream may play at once.", "From now on, {0} streams may play at once.");
        return RedirectToPage(Filter);
    }

    private async Task<IActionResult?> LoadAsync()
    {
        var query = new PageQuery(null, string.IsNullOrEmpty(Cursor) ? null : Cursor);
        if (!query.ReadLeases().TryGet(out var page, out var refusal)) return Refused(refusal);
        var limiter = Grains.GetGrain<IStreamLimiterGrain>(IStreamLimiterGrain.Key);
        var (streams, leases) = (limiter.GetState(), limiter.ListLeases(page));
        (Streams, Leases) = (await streams, await leases);
        var ids = Leases.Items.Select(lease => lease.Playback.VideoId).Distinct().ToArray();
        var videos = await Task.WhenAll(ids.Select(id => Grains.GetGrain<IVideoGrain>(id).Read()));
        Videos = ids.Zip(videos).ToDictionary(pair => pair.First, pair => pair.Second);
        return null;
    }
}
