package dev.reader.examples;

public final class Quickstart {
    public static void main(String[] args) {
        System.out.println("hi");
    }
}
