using OrleansVideo.Tests.Site.Client;

namespace OrleansVideo.Tests.Cluster.Load;

/// <summary>
/// People at work on a cluster: uploads, deletions, comments, lists and seeks through the proxy, and slow plays straight from each
/// frontend. Starts with <see cref="StartAsync"/>, ends with <see cref="StopAsync"/>.
/// </summary>
public sealed class ClusterLoad : IDisposable
{
    private const int FilmLength = 32 << 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly CancellationTokenSource _stop = new();
    private readonly List<Person> _people = [];
    private readonly List<Task> _running = [];

    private ClusterLoad(Promises promises, Person owner, string film, byte[] content) =>
        (Promises, Owner, Film, Content) = (promises, owner, film, content);

    public Promises Promises { get; }

    /// <summary>Who owns the film, and signs in before the load begins.</summary>
    public Person Owner { get; }

    /// <summary>The film that everybody plays and comments on.</summary>
    public string Film { get; }

    public byte[] Content { get; }

    public static async Task<ClusterLoad> StartAsync(LocalCluster cluster, Timeline timeline)
    {
        var promises = new Promises(timeline);
        var owner = await new Person(cluster.Address, promises).Registered("owner");
        var content = await PaddedFilm.OfLength(FilmLength);
        var film = await owner.Client.CreateDraft("The film");
        (await owner.Client.Upload(film, content)).Expect(201);
        await owner.Client.WaitForState(film, "ready");

        var load = new ClusterLoad(promises, owner, film, content);
        await load.Begin("uploader", 1, cluster, person => Workers.Upload(person, promises));
        await load.Begin("deleter", 1, cluster, person => Workers.UploadAndDelete(person, promises));
        await load.Begin("commenter", 1, cluster, person => Workers.Comment(person, promises, film));
        await load.Begin("reader", 1, cluster, person => Workers.List(person, promises));
        await load.Begin("viewer", 2, cluster, person => Workers.Seek(person, promises, film, content));
        foreach (var frontend in LocalCluster.Frontends)
        {
            var play = new SlowPlay(frontend, await cluster.Frontend(frontend), promises, film, content);
            load._running.Add(play.Run(load._stop.Token));
        }

        timeline.Note("The load is on");
        return load;
    }

    /// <summary>Ends the load; what was asked for by then is answered or fails first.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_running);
    }

    public void Dispose()
    {
        foreach (var person in _people) person.Dispose();
        Owner.Dispose();
        _stop.Dispose();
    }

    private async Task Begin(string role, int count, LocalCluster cluster, Func<Person, Task> step)
    {
        for (var i = 0; i < count; i++)
        {
            var person = await new Person(cluster.Address, Promises).Registered(role);
            _people.Add(person);
            _running.Add(Repeat(() => step(person)));
        }
    }

    private async Task Repeat(Func<Task> step)
    {
        using var pace = new PeriodicTimer(Pause);
        while (!_stop.IsCancellationRequested)
        {
            await step();
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
