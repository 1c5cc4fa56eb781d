package com.example.pages;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** An application that reads web pages through Reader and follows its jobs by webhook. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PagesApplication {
    public static void main(String[] args) {
        SpringApplication.run(PagesApplication.class, args);
    }
}
