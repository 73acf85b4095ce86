using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;
using Orleans.Storage;
using OrleansVideo.WebFrontend.Problems;

namespace OrleansVideo.Tests.WebFrontend.Problems;

public sealed class ClusterTroubleTests
{
    public static TheoryData<Exception> Passing =>
    [
        new TimeoutException(),
        new SiloUnavailableException(),
        Made<OrleansMessageRejectionException>(),
        new ConnectionFailedException(),
        Made<ClientNotAvailableException>(),
        new InconsistentStateException(),
        new SocketException((int)SocketError.ConnectionRefused),
        new ConnectionAbortedException(),
        new ConnectionResetException("reset"),
        new OrleansException("Error from storage provider", new TimeoutException()),
    ];

    public static TheoryData<Exception> NoTrouble =>
    [
        new InvalidOperationException(),
        new OrleansException("Error from storage provider", new FormatException()),
        new OrleansException("without a reason"),
        new OrleansConfigurationException("wrong", new TimeoutException()),
        new NotSupportedException(),
        new ArgumentException("wrong"),
    ];

    [Theory, MemberData(nameof(Passing))]
    public void BrokenWay_IsTrouble_AndPasses(Exception exception)
    {
        Assert.True(ClusterTrouble.IsTrouble(exception));
        Assert.True(ClusterTrouble.IsPassing(exception));
        Assert.False(ClusterTrouble.IsOverload(exception));
    }

    [Fact]
    public void Overload_IsTrouble_ButNoReasonToAskAgainAtOnce()
    {
        foreach (var exception in new Exception[] { new GatewayTooBusyException(), Made<LimitExceededException>() })
        {
            Assert.True(ClusterTrouble.IsTrouble(exception));
            Assert.False(ClusterTrouble.IsPassing(exception));
        }
    }

    [Fact]
    public void CancellationByAStop_IsTrouble_ButNoReasonToAskAgainAtOnce()
    {
        foreach (var exception in new Exception[] { new OperationCanceledException(), new TaskCanceledException() })
        {
            Assert.True(ClusterTrouble.IsTrouble(exception));
            Assert.False(ClusterTrouble.IsPassing(exception));
        }
    }

    [Theory, MemberData(nameof(NoTrouble))]
    public void AnythingElse_IsNoTrouble(Exception exception) => Assert.False(ClusterTrouble.IsTrouble(exception));

    /// <summary>Some of them can be made by Orleans alone.</summary>
    private static T Made<T>()
        where T : Exception => (T)System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(typeof(T));
}
