using System.Net;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using OrleansVideo.WebFrontend.Accounts;
using OrleansVideo.WebFrontend.Limits;

namespace OrleansVideo.Tests.WebFrontend.Accounts;

/// <summary>W5: guessing is slow, and hurts nobody but who guesses.</summary>
public sealed class SignInGuardTests
{
    private static readonly SignInSource Here = SignInSource.Of(IPAddress.Parse("192.0.2.1"));
    private static readonly SignInSource Elsewhere = SignInSource.Of(IPAddress.Parse("192.0.2.2"));
    private readonly FakeTimeProvider _clock = new();
    private readonly SignInGuard _guard;

    public SignInGuardTests() => _guard = new SignInGuard(Options.Create(new LimitOptions()), _clock);

    [Fact]
    public void Failures_FromTheThirdOn_BringDelaysThatDouble_UpToFiveMinutes()
    {
        var delays = new List<double>();
        for (var failure = 0; failure < 14; failure++)
        {
            Fail(Here, "ada");
            var begun = _guard.Begin(Here, "ada", out var refusal);
            begun?.Dispose();
            delays.Add(begun is null ? refusal.Wait.TotalSeconds : 0);
            _clock.Advance(refusal.Wait);
        }

        Assert.Equal([0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300], delays);
    }

    [Fact]
    public void Delay_IsOfThisNameAndThisSourceAlone_WhateverTheCaseOfTheName()
    {
        for (var i = 0; i < 3; i++) Fail(Here, "ada");

        Assert.Null(_guard.Begin(Here, "ADA", out _));
        Assert.NotNull(_guard.Begin(Here, "grace", out _));
        Assert.NotNull(_guard.Begin(Elsewhere, "ada", out _));
        Assert.NotNull(_guard.Begin(SignInSource.OfDevice(Guid.NewGuid(), Guid.NewGuid()), "ada", out _));
        Assert.NotNull(_guard.Begin(SignInSource.OfSession(Guid.NewGuid(), Guid.NewGuid()), "ada", out _));
    }

    [Fact]
    public void GuessesMadeAtOnce_AreNotCheckedBeyondTheThird()
    {
        var begun = Enumerable.Range(0, 30).Select(_ => _guard.Begin(Here, "ada", out var _)).ToArray();

        Assert.Equal(3, begun.Count(attempt => attempt is not null));
        foreach (var attempt in begun) attempt?.Fail();
        Assert.Null(_guard.Begin(Here, "ada", out _));
    }

    [Fact]
    public void Success_StartsTheCountAnew()
    {
        for (var round = 0; round < 3; round++)
        {
            Fail(Here, "ada");
            Fail(Here, "ada");
            _guard.Begin(Here, "ada", out _)!.Succeed();
        }
    }

    /// <summary>As when the cluster is away: nothing is known of the password.</summary>
    [Fact]
    public void AttemptThatCameToNothing_CountsAsNone()
    {
        for (var i = 0; i < 20; i++) _guard.Begin(Here, "ada", out _)!.Dispose();
    }

    [Fact]
    public void Delay_BeginsWithTheAnswer()
    {
        Fail(Here, "ada");
        Fail(Here, "ada");
        var slow = _guard.Begin(Here, "ada", out _)!;
        _clock.Advance(TimeSpan.FromSeconds(3));

        slow.Fail();

        Assert.Null(_guard.Begin(Here, "ada", out var refusal));
        Assert.Equal(TimeSpan.FromSeconds(1), refusal.Wait);
    }

    [Fact]
    public void Failures_AreForgottenInTheEnd()
    {
        for (var i = 0; i < 3; i++) Fail(Here, "ada");
        _clock.Advance(TimeSpan.FromMinutes(59));
        Fail(Here, "ada");
        Assert.Null(_guard.Begin(Here, "ada", out var refusal));
        Assert.Equal(TimeSpan.FromSeconds(2), refusal.Wait);

        _clock.Advance(TimeSpan.FromMinutes(60));

        Fail(Here, "ada");
        Fail(Here, "ada");
        Assert.NotNull(_guard.Begin(Here, "ada", out _));
    }

    /// <summary>Whoever wants his failures forgotten can't push them out with names that he makes up.</summary>
    [Fact]
    public void MadeUpNames_DoNotFlushADelay()
    {
        for (var i = 0; i < 3; i++) Fail(Here, "ada");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Fail(Here, "ada");

        for (var i = 0; i < SignInGuard.Capacity * 2; i++) Fail(Here, $"made-up-{i}");

        Assert.Null(_guard.Begin(Here, "ada", out _));
    }

    [Fact]
    public void Address_TriesTwentyTimesAMinute_AnIPv6OneByItsNetwork()
    {
        for (var i = 0; i < 20; i++) Assert.Null(_guard.Admit(SignInSource.Of(IPAddress.Parse($"2001:db8:0:1::{i}"))));

        var refusal = _guard.Admit(SignInSource.Of(IPAddress.Parse("2001:db8:0:1:ffff::")));

        Assert.Equal(TimeSpan.FromMinutes(1), refusal!.Value.Wait);
        Assert.Null(_guard.Admit(SignInSource.Of(IPAddress.Parse("2001:db8:0:2::"))));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_guard.Admit(SignInSource.Of(IPAddress.Parse("2001:db8:0:1::"))));
    }

    /// <summary>Devices can be collected, so they share what their account may do.</summary>
    [Fact]
    public void Devices_OfOneAccount_ShareItsBudget()
    {
        var account = Guid.NewGuid();
        for (var i = 0; i < 20; i++) Assert.Null(_guard.Admit(SignInSource.OfDevice(Guid.NewGuid(), account)));

        Assert.NotNull(_guard.Admit(SignInSource.OfDevice(Guid.NewGuid(), account)));
        Assert.Null(_guard.Admit(SignInSource.OfDevice(Guid.NewGuid(), Guid.NewGuid())));
    }

    private void Fail(SignInSource source, string name)
    {
        var attempt = _guard.Begin(source, name, out _);
        Assert.NotNull(attempt);
        attempt.Fail();
    }
}
