using CsCheck;
using OrleansVideo.Grains.Streaming;

namespace OrleansVideo.Tests.Grains.Streaming;

public sealed class TicketCounterTests
{
    [Fact]
    public void Before_WhateverIsGivenUp_CountsTheLowerNumbersThatAreOut() => Gen.Int[0, 999].Array[0, 200].Sample(steps =>
    {
        var counter = new TicketCounter();
        SortedSet<int> expected = [];
        foreach (var step in steps)
        {
            if (step % 3 > 0 || expected.Count == 0)
                expected.Add(counter.Next());
            else if (expected.ElementAt(step % expected.Count) is var ticket && expected.Remove(ticket))
                counter.GiveUp(ticket);

            Assert.Equal(Enumerable.Range(0, expected.Count), expected.Select(counter.Before));
        }
    });

    [Theory]
    [InlineData(0, 1023)]
    [InlineData(511, 1023)]
    [InlineData(600, 1201)]
    [InlineData(100_000, 200_001)]
    public void Restart_HasRoomForThoseThereAndAsManyMore(int count, int room)
    {
        var counter = new TicketCounter();
        counter.Next();
        counter.Restart(count);

        for (var ticket = 1; ticket <= room; ticket++)
        {
            Assert.False(counter.IsFull);
            Assert.Equal(ticket, counter.Next());
        }

        Assert.True(counter.IsFull);
        Assert.Equal(room - 1, counter.Before(room));
    }
}
