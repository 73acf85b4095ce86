using CsCheck;
using OrleansVideo.Grains.Streaming;
using OrleansVideo.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

public sealed class WaitingLineTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(10);
    private static readonly Guid Film = Guid.NewGuid();

    /// <summary>Against a plain list in the order of arrival.</summary>
    [Fact]
    public void Line_WhateverHappens_IsWhatAListWouldBe() => Gen.Select(Gen.Int[0, 7], Gen.Int[0, 11], Gen.Int[0, 4]).Array[1, 120]
        .Sample(steps =>
        {
            var line = new WaitingLine(Life);
            List<Waiter> model = [];
            var now = TimeSpan.Zero;
            foreach (var (action, who, pause) in steps)
            {
                now += TimeSpan.FromSeconds(pause);
                var (key, waiter) = (Key(who), model.Find(one => one.Key == Key(who)));
                switch (action)
                {
                    case 0 or 1 or 2:
                        line.Enter(key, Address(who), now);
                        if (waiter is null) model.Add(waiter = new Waiter(who, key));
                        waiter.Asked = now;
                        break;
                    case 3:
                        Assert.Equal(waiter is not null, line.Keep(key, now));
                        if (waiter is not null) waiter.Asked = now;
                        break;
                    case 4 when waiter is not null:
                        line.Tell(key, now);
                        waiter.Told ??= now;
                        break;
                    case 5:
                        line.Leave(key);
                        model.RemoveAll(one => one.Key == key);
                        break;
                    default:
                        line.Prune(now);
                        model.RemoveAll(one => one.Asked + Life <= now || one.Told + Life <= now);
                        break;
                }

                Same(model, line);
            }
        });

    [Fact]
    public void Line_ThroughWhichThousandsPass_KeepsItsOrder()
    {
        var line = new WaitingLine(Life);
        for (var who = 0; who < 5000; who++)
        {
            line.Enter(Key(who), "10.0.0.1", TimeSpan.Zero);
            if (who >= 10 && who % 7 != 0) line.Leave(Key(who - 10));
        }

        int[] expected = [.. Enumerable.Range(0, 5000).Where(who => who >= 4990 || (who + 10) % 7 == 0)];
        Assert.Equal(expected.Length, line.Count);
        for (var ahead = 0; ahead < expected.Length; ahead++) Assert.Equal(ahead, line.Ahead(Key(expected[ahead])));
    }

    [Fact]
    public void Line_OfThousands_KnowsEachPlace()
    {
        var line = new WaitingLine(Life);
        for (var who = 0; who < 5000; who++) line.Enter(Key(who), "10.0.0.1", TimeSpan.Zero);
        for (var who = 0; who < 5000; who += 2) line.Leave(Key(who));

        for (var who = 1; who < 5000; who += 2) Assert.Equal(who / 2, line.Ahead(Key(who)));
        Assert.Equal((2500, 2500), (line.Count, line.OfAddress["10.0.0.1"]));
    }

    private static void Same(List<Waiter> model, WaitingLine line)
    {
        Assert.Equal(model.Count, line.Count);
        for (var who = 0; who < 12; who++)
        {
            var at = model.FindIndex(one => one.Key == Key(who));
            Assert.Equal((at >= 0, at >= 0 ? at : model.Count), (line.Has(Key(who)), line.Ahead(Key(who))));
            Assert.Equal(model.Count(one => one.Key.Viewer == Key(who).Viewer), line.OfViewer[Key(who).Viewer]);
        }

        for (var address = 0; address < 3; address++)
            Assert.Equal(model.Count(one => Address(one.Who) == Address(address)), line.OfAddress[Address(address)]);
    }

    private static PlaybackKey Key(int who) => new("v" + who, Film);

    private static string Address(int who) => "a" + who % 3;

    private sealed record Waiter(int Who, PlaybackKey Key)
    {
        public TimeSpan Asked { get; set; }

        public TimeSpan? Told { get; set; }
    }
}
