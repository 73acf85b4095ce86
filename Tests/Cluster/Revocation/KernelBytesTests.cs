namespace OrleansVideo.Tests.Cluster.Revocation;

/// <summary>The observer reads what the kernel says.</summary>
public sealed class KernelBytesTests
{
    [Fact]
    public void Lines_AreReadAsAcknowledgedAndQueued() => Assert.Equal(
        new Dictionary<Connection, long> { [new(25922, 57548)] = 1_000_868, [new(25923, 57550)] = 4_096, [new(25923, 57552)] = 7 },
        KernelBytes.Read(
            """
            ESTAB 0      1000000 127.0.0.1:25922 127.0.0.1:57548 bbr wscale:10,10 rto:204 bytes_sent:868 bytes_acked:868 bytes_received:144 segs_out:3
            ESTAB 0      4096      127.0.0.1:25923     127.0.0.1:57550 cubic wscale:10,10 rto:204 rtt:0.025/0.016 notsent:4096
            FIN-WAIT-1 0      7      [::ffff:127.0.0.1]:25923     [::ffff:127.0.0.1]:57552

            """));
}
