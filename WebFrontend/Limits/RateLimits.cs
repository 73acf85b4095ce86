using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using OrleansVideo.WebFrontend.Accounts;

namespace OrleansVideo.WebFrontend.Limits;

/// <summary>What is limited: the name that a limit has in the code and in the metric.</summary>
public enum RateLimitKind
{
    /// <summary>Nothing: it is limited elsewhere.</summary>
    None = 0,

    /// <summary>Passwords and codes; <see cref="SignInGuard"/> counts them.</summary>
    SignIns,

    /// <summary>New accounts, by address.</summary>
    Registrations,

    /// <summary>New comments.</summary>
    Comments,

    /// <summary>New drafts.</summary>
    Drafts,

    /// <summary>Uploads that begin.</summary>
    Uploads,

    /// <summary>Changes; and what has no limit of its own.</summary>
    Edits,

    /// <summary>Deletions and their undoing.</summary>
    Deletions,

    /// <summary>Sessions that are ended.</summary>
    Sessions,

    /// <summary>Beats of players, and places in the queue.</summary>
    Playback,

    /// <summary>Searches on the page.</summary>
    Searches,

    /// <summary>Searches over the API.</summary>
    Suggestions,

    /// <summary>Language and theme.</summary>
    Preferences,

    /// <summary>What admins change.</summary>
    Administration,

    /// <summary>Calls of <c>/api</c>, by address.</summary>
    Envelopes,
}

/// <summary>
/// Counts, in this frontend, what an account does, or an address where nobody is signed in, and refuses what is too much (429
/// <c>rate-limited</c>). Admins are limited as everybody else: a stolen session of theirs writes no faster.
/// </summary>
public sealed partial class RateLimits
{
    /// <summary>Accounts and addresses that are counted at once, for each limit.</summary>
    public const int Capacity = 10_000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Dictionary<RateLimitKind, Rule[]> _rules;
    private readonly Counter<long> _refused;
    private readonly ILogger<RateLimits> _logger;

    /// <summary>Creates the limits.</summary>
    public RateLimits(IOptions<LimitOptions> options, TimeProvider clock, IMeterFactory meters, ILogger<RateLimits> logger)
    {
        _logger = logger;
        _refused = meters.CreateVideoMeter().CreateCounter<long>(
            "orleansvideo.limits.refused", "{request}", "Requests that a limit of this frontend refused, by limit.");
        var limits = options.Value;
        _rules = new()
        {
            [RateLimitKind.Registrations] = [Of(limits.RegistrationsPerHour, Hour)],
            [RateLimitKind.Comments] = [Of(limits.CommentsPerMinute, Minute), Of(limits.CommentsPerHour, Hour)],
            [RateLimitKind.Drafts] = [Of(limits.DraftsPerMinute, Minute)],
            [RateLimitKind.Uploads] = [Of(limits.UploadsPerMinute, Minute)],
            [RateLimitKind.Edits] = [Of(limits.EditsPerMinute, Minute)],
            [RateLimitKind.Deletions] = [Of(limits.DeletionsPerMinute, Minute)],
            [RateLimitKind.Sessions] = [Of(limits.SessionsPerMinute, Minute)],
            [RateLimitKind.Playback] = [Of(limits.PlaybackPerMinute, Minute)],
            [RateLimitKind.Searches] = [Of(limits.SearchesPerMinute, Minute)],
            [RateLimitKind.Suggestions] = [Of(limits.SuggestionsPerMinute, Minute)],
            [RateLimitKind.Preferences] = [Of(limits.PreferencesPerMinute, Minute)],
            [RateLimitKind.Administration] = [Of(limits.AdministrationPerMinute, Minute)],
            [RateLimitKind.Envelopes] = [Of(limits.EnvelopesPerMinute, Minute)],
        };

        Rule Of(int limit, TimeSpan window) => new(limit, window, new RateWindow<string>(Capacity, clock));
    }

    /// <summary>Counts what a request does, unless its account or address did too much of it.</summary>
    /// <returns>Null when it was counted.</returns>
    public Refusal? Refuse(RateLimitKind kind, HttpContext context)
    {
        var (key, who) = WhoOf(kind, context);
        var rules = _rules[kind];
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i].Counts.TryCount(key, rules[i].Limit, rules[i].Window) is not { } refused) continue;
            foreach (var counted in rules.Take(i)) counted.Counts.GiveBack(key);
            _refused.Add(1, new KeyValuePair<string, object?>("limit", kind.ToString()));
            if (refused.IsFirst) LogRefused(who, kind, rules[i].Limit, rules[i].Window, refused.Wait);
            return RefusalOf(kind, refused.Wait);
        }

        return null;
    }

    /// <summary>Takes back what was counted for a request and was then not done.</summary>
    public void GiveBack(RateLimitKind kind, HttpContext context)
    {
        foreach (var rule in _rules[kind]) rule.Counts.GiveBack(WhoOf(kind, context).Key);
    }

    private static (string Key, string Who) WhoOf(RateLimitKind kind, HttpContext context) =>
        kind is not (RateLimitKind.Registrations or RateLimitKind.Envelopes) && context.GetCaller() is { } caller
            ? (caller.AccountId.ToString("N"), caller.UserName)
            : (NetworkPrefix.Of(context.Connection.RemoteIpAddress).ToString(), "An address"); // Logs have nobody's.

    private static Refusal RefusalOf(RateLimitKind kind, TimeSpan wait) => kind switch
    {
        RateLimitKind.Comments => new Refusal(RefusalCode.RateLimited, "You are posting comments too fast.", wait),
        RateLimitKind.Drafts or RateLimitKind.Uploads => new Refusal(RefusalCode.RateLimited, "You are adding videos too fast.", wait),
        RateLimitKind.Registrations => new Refusal(RefusalCode.RateLimited, "Too many accounts were created from your network address.", wait),
        RateLimitKind.Searches or RateLimitKind.Suggestions => new Refusal(RefusalCode.RateLimited, "You are searching too fast.", wait),
        _ => new Refusal(RefusalCode.RateLimited, RetryAfter: wait),
    };

    [LoggerMessage(EventId = 3090, Level = LogLevel.Information, Message =
        "{Who} reached the limit {Kind}, {Limit} in {Window}, and is refused for {Wait}")]
    private partial void LogRefused(string who, RateLimitKind kind, int limit, TimeSpan window, TimeSpan wait);

    private sealed record Rule(int Limit, TimeSpan Window, RateWindow<string> Counts);
}
