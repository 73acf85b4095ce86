using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Cluster.Load;

/// <summary>Somebody who uses the site through the proxy, and notes how every request went.</summary>
public sealed class Person : IDisposable
{
    private readonly Promises _promises;

    public Person(Uri site, Promises promises) => (Client, _promises) = (new SiteClient(site), promises);

    public SiteClient Client { get; }

    /// <summary>
    /// Asks, and returns the answer when its status is one of those expected; null when the request failed, however, after noting it.
    /// </summary>
    public async Task<Reply?> Ask(Func<SiteClient, Task<Reply>> request, params int[] expected)
    {
        try
        {
            var reply = await request(Client);
            if (expected.Contains(reply.Status))
            {
                _promises.Count();
                return reply;
            }

            var kind = reply is { Status: 503, RetryAfter: > 0 } ? FailureKind.Unavailable : FailureKind.Wrong;
            _promises.Fail(kind, reply.Request, $"{reply.Status} {reply.Problem} {(kind == FailureKind.Wrong ? reply.Text[..Math.Min(300, reply.Text.Length)] : "")}");
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException or TaskCanceledException)
        {
            _promises.Fail(FailureKind.CutOff, "a request", $"{cut.GetType().Name}: {cut.Message} {cut.InnerException?.Message}");
        }

        return null;
    }

    /// <summary>Registers; before the load begins, so it must succeed.</summary>
    public async Task<Person> Registered(string stem)
    {
        (await Client.Register(AccountCalls.FreshName(stem))).Expect(201);
        return this;
    }

    public void Dispose() => Client.Dispose();
}
